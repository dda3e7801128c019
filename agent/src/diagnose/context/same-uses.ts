import type { SyntaxNode } from '../../language/syntax.ts';
import type { Bad, Place } from '../origin.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';

const shortest = 3;
const longestUse = 200;
const mostUses = 5;
/** A name that the program uses more often than that means many things. */
const mostMeanings = 40;

/** Where else the program uses what was bad: whether it is checked there tells what is expected of it. Throws when cancelled. */
export async function sameUses(bad: Bad, index: SourceIndex): Promise<Place[]> {
  const { language } = bad.file;
  const name = nameOf(bad.node, bad.file);
  if (name === undefined || name.length < shortest) return [];
  const same: Place[] = [];
  const alike: Place[] = [];
  for (const file of await index.mentioning(language.family, name)) {
    if (file.test) continue;
    index.check();
    for (const node of file.tree.root.walk()) {
      if (node.end - node.start > longestUse || nameOf(node, file) !== name) continue;
      if (file === bad.file && (node === bad.node || bad.node.contains(node))) continue;
      (node.text === bad.node.text ? same : alike).push({ file, node });
    }
  }
  const uses = alike.length > mostMeanings ? same : [...same, ...alike];
  return onePerFunction(uses, bad).slice(0, mostUses);
}

/** What is asked for: the property, the key, or the function that is called. */
function nameOf(node: SyntaxNode, { language }: SourceFile): string | undefined {
  const inner = language.unwrap(node);
  const asked = language.call(inner)?.callee ?? inner;
  const member = language.member(asked);
  if (member) return member.property.text;
  const subscript = language.subscript(asked);
  return subscript && language.string(subscript.index);
}

function onePerFunction(uses: readonly Place[], bad: Bad): Place[] {
  const seen = new Set<unknown>([bad.function?.node]);
  return uses.filter(({ file, node }) => {
    const around = file.language.functionOf(node)?.node ?? file;
    if (seen.has(around)) return false;
    seen.add(around);
    return true;
  });
}
