import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';

const inPlace = /^(update|extend|append|add|push|assign)$/;
const asNew =
  /^(concat|slice|map|filter|replace|replaceAll|trim|strip|lstrip|rstrip|lower|upper|toLowerCase|toUpperCase|union|intersection|difference|padStart|padEnd|flat)$/;

/** A change in place where a new value should be bound, and a new value that is made and thrown away. */
export function* updates(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (node.type !== 'expression_statement') return;
  const { language } = scene;
  const [inside] = node.parts;
  const call = inside && language.call(inside);
  const member = call && language.member(call.callee);
  if (inside && call && !member) yield* dropped(inside, call, scene);
  if (!inside || !member) return;
  const { object, property } = member;
  const [only, ...more] = call.arguments;
  if (inPlace.test(property.text) && only && more.length === 0 && !language.spreads(only)) {
    const held = language.isIdentifier(object) ? 0.5 : 1;
    yield instead(
      'rebind',
      inside,
      `${object.text} = ${only.text}`,
      /^(update|extend)$/.test(property.text) ? held : held * 0.4,
    );
  }
  if (asNew.test(property.text)) yield instead('rebind', inside, `${object.text} = ${inside.text}`, 1.5);
}

/** What a function of the file gives back and nobody takes. */
function* dropped(
  inside: SyntaxNode,
  call: { callee: SyntaxNode; arguments: readonly SyntaxNode[] },
  { language, file }: Scene,
): Generator<Edit> {
  const known = language.functions(file.tree).find(({ name }) => name === call.callee.text);
  const [first] = call.arguments;
  if (
    !known ||
    !first ||
    !(language.isIdentifier(first) || language.member(first) || language.subscript(first))
  )
    return;
  if (language.returns(known).some(({ value }) => value !== undefined))
    yield instead('rebind', inside, `${first.text} = ${inside.text}`, 1.3);
}
