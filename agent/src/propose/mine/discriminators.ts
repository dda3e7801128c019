import type { SourceFile, SourceIndex } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

const mostFiles = 200;
/** How far behind a comparison the property must be read for the one to be about the other. */
const reach = 250;
const comparison = /([A-Za-z_$][\w$.]{0,80})\.(\w{1,40}) === ("[^"\n]{1,60}"|'[^'\n]{1,60}')/g;

/** What the program looks at before it reads this property of such an object: `node.type === "Identifier"`. Most frequent first. */
export async function discriminatorsFor(
  object: SyntaxNode,
  property: string,
  file: SourceFile,
  index: SourceIndex,
): Promise<string[]> {
  const votes = new Map<string, number>();
  const last = lastOf(object.text);
  const files = await index.mentioning(file.language.family, property, last);
  for (const other of files.slice(0, mostFiles)) {
    if (other.test) continue;
    for (const match of other.text.matchAll(comparison)) {
      const [whole, looked = '', key = '', value = ''] = match;
      if (key === property || lastOf(looked) !== last) continue;
      const rest = other.text.slice(match.index + whole.length, match.index + whole.length + reach);
      const behind = rest.split('}', 1)[0] ?? '';
      if (!new RegExp(`(?<![\\w$.])${escaped(looked)}\\.${escaped(property)}(?![\\w$])`).test(behind))
        continue;
      const condition = `${object.text}.${key} === ${value}`;
      const near = other === file ? 1.5 : 1;
      votes.set(condition, (votes.get(condition) ?? 0) + (looked === object.text ? 2 : 1) * near);
    }
  }
  return [...votes].sort((a, b) => b[1] - a[1]).map(([condition]) => condition);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function escaped(text: string): string {
  return text.replace(/[$.]/g, '\\$&');
}
