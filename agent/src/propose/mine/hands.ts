import type { Bad } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FramePlace } from '../../diagnose/trace/step.ts';
import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

/** A place on the way of the bad value to the crash, where an expression gives it to what comes next. */
export interface Hand {
  readonly file: SourceFile;
  readonly info: FunctionInfo | undefined;
  /** The expression that holds the value. */
  readonly value: SyntaxNode;
  /** What does not work without it: the call that takes it, or what fails itself. */
  readonly use: SyntaxNode;
  /** What is given beside it. */
  readonly beside: readonly SyntaxNode[];
  /** Whether it came in through a parameter of this very function. */
  readonly passedOn: boolean;
  /** 0…1, whether this is the value at all. */
  readonly sure: number;
}

/** Where it is only known that a callback of this call got the value. */
const throughCallback = 0.8;

/** The places that hand the bad value down to the crash, the crash first, as far as the frames tell. */
export function handsOf(bad: Bad, frames: readonly FramePlace[]): Hand[] {
  const { language } = bad.file;
  const value = language.unwrap(bad.node);
  let at = place({ file: bad.file, info: bad.function, value, use: bad.access, beside: [], sure: 1 });
  const hands = [at];
  for (let next = frames.length - 2; at.passedOn && next >= 0; next--) {
    const frame = frames[next];
    const name = rootOf(at.value, at.file);
    const index = at.info?.parameters.findIndex(known => known.name === name) ?? -1;
    if (frame === undefined || index < 0) break;
    const callback = callTaking(at.info?.node, at.file);
    if (callback !== undefined) {
      const beside = callback.arguments.filter(argument => !argument.contains(at.info?.node ?? argument));
      for (const given of beside)
        hands.push(
          place({
            ...around(callback.node, at.file),
            value: given,
            use: callback.node,
            beside: [],
            sure: throughCallback,
          }),
        );
      break;
    }
    const call = callIn(frame, at.info?.name ?? '', index);
    const given = call?.arguments[index];
    if (call === undefined || given === undefined) break;
    at = place({
      ...around(call.node, frame.file),
      value: given,
      use: call.node,
      beside: call.arguments.filter(other => other !== given),
      sure: 1,
    });
    hands.push(at);
  }
  return hands;
}

function place(hand: Omit<Hand, 'passedOn'>): Hand {
  const root = rootOf(hand.value, hand.file);
  const passedOn =
    hand.file.language.isIdentifier(hand.value) && hand.info?.parameters.some(known => known.name === root);
  return { ...hand, passedOn: passedOn === true };
}

function around(node: SyntaxNode, file: SourceFile): Pick<Hand, 'file' | 'info'> {
  return { file, info: file.language.functionOf(node) };
}

function rootOf(node: SyntaxNode, { language }: SourceFile): string {
  let at = language.unwrap(node);
  for (let inner = language.member(at)?.object; inner; inner = language.member(at)?.object)
    at = language.unwrap(inner);
  return at.text;
}

interface Called {
  node: SyntaxNode;
  arguments: SyntaxNode[];
}

/** The call that takes a function written in its place. */
function callTaking(node: SyntaxNode | undefined, { language }: SourceFile): Called | undefined {
  const call = node?.parent?.parent ? language.call(node.parent.parent) : undefined;
  return call && node?.parent?.parent && call.arguments.includes(node)
    ? { node: node.parent.parent, arguments: call.arguments }
    : undefined;
}

/** The call of a name on the line of a frame that gives so many arguments. */
function callIn(frame: { file: SourceFile; line: number }, name: string, index: number): Called | undefined {
  const { language, tree } = frame.file;
  const found: (Called & { named: boolean })[] = [];
  const scope = language.functionAt(tree, frame.line)?.node ?? tree.root;
  for (const node of scope.walk(inner => inner.line <= frame.line && frame.line <= inner.endLine)) {
    const call = language.call(node);
    if (call === undefined || call.arguments.length <= index) continue;
    const callee = language.member(call.callee)?.property ?? call.callee;
    if (callee.line !== frame.line) continue;
    found.push({ node, arguments: call.arguments, named: callee.text === name });
  }
  return found.find(({ named }) => named) ?? (found.length === 1 && name === '' ? found[0] : undefined);
}
