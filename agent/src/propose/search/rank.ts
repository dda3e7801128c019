import type { SyntaxNode } from '../../language/syntax.ts';
import type { Edit } from './edit.ts';
import { operators } from './operators/catalogue.ts';
import type { Scene } from './scene.ts';

/** Lines of a function that no location names, as a share of its best location. */
const otherLines = 0.45;
/** So many lines away from every location a long function is left alone. */
const nearLines = 25;
const touchesFailure = 1.25;
const talks = 0.15;
const talk =
  /^(print|console\.\w+|log(ger|ging)?\.\w+|warnings\.\w+|raise\b|throw\b|assert\b|new \w*Error|\w*(Error|Exception))$/;

/** All single edits of a scene with their likelihood: of the kind, of the line, of the names that failed. */
export function* rankEdits(
  scene: Scene,
  known: { lines: ReadonlyMap<number, number>; names: ReadonlySet<string> },
): Generator<Edit> {
  const best = Math.max(...known.lines.values());
  const score = (line: number) => Math.max(known.lines.get(line) ?? 0, best * otherLines);
  const ranked = [...known.lines.keys()];
  for (const node of scene.nodes) {
    if (!ranked.some(line => Math.abs(line - node.line) <= nearLines)) continue;
    if (!node.named || node.isComment || annotates(node)) continue;
    for (const operator of operators)
      for (const found of operator(node, scene)) {
        const touches = [...known.names].some(name => mentions(found, name)) ? touchesFailure : 1;
        const spoken = isTalk(found.at, scene) ? talks : 1;
        yield { ...found, likelihood: found.likelihood * score(found.at.line) * touches * spoken };
      }
  }
}

function mentions({ at, edits }: Edit, name: string): boolean {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
  return word.test(at.text) || edits.some(({ text }) => word.test(text));
}

/** Whether a node is part of what is only said: a log line, the text of an error. */
function isTalk(node: SyntaxNode, scene: Scene): boolean {
  for (const around of node.ancestors()) {
    if (around === scene.scope) return false;
    if (/^(raise|throw|assert)_statement$/.test(around.type)) return true;
    const callee = scene.language.call(around)?.callee.text;
    if (callee !== undefined && talk.test(callee)) return true;
  }
  return false;
}

function annotates(node: SyntaxNode): boolean {
  return (
    /^(type|import|decorator)/.test(node.type) ||
    node.ancestor('type', 'type_annotation', 'decorator') !== undefined
  );
}
