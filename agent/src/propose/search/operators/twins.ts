import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { quote } from '../../edit/returns.ts';
import { after } from '../../edit/statements.ts';
import { type Edit, edit } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { isStatement } from '../shape.ts';

/** A statement again for the twin of what it is about: `out.extend(right[j:])` beside `out.extend(left[i:])`. */
export function* twins(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (!isStatement(node) || node.type !== 'expression_statement' || node.line !== node.endLine) return;
  const [inside] = node.parts;
  if (!inside || !scene.language.call(inside)) return;
  const own = subscripts(node, scene);
  const names = new Set(scene.visibleAt(node));
  for (const [object, index] of own) {
    const seen = new Set<string>();
    for (const [other, at] of subscripts(scene.scope, scene)) {
      if (other === object || at === index || !names.has(other) || !names.has(at) || seen.has(other))
        continue;
      seen.add(other);
      const text = renamed(
        node,
        new Map([
          [object, other],
          [index, at],
        ]),
        scene,
      );
      if ([...(node.parent?.parts ?? [])].some(sibling => sibling.text === text)) continue;
      const explanation = t(
        'Do for {0} what is done for {1}: {2}.',
        quote(other),
        quote(object),
        quote(text),
      );
      yield edit('insert-copy', node, [after(node, [text], scene.file)], explanation);
    }
  }
}

/** Which names are taken apart by which. */
function subscripts(scope: SyntaxNode, { language }: Scene): (readonly [string, string])[] {
  return [...scope.walk()].flatMap(node => {
    const known = language.subscript(node);
    const call = language.call(node);
    const sliced = call && language.member(call.callee);
    const object = known?.object ?? (sliced?.property.text === 'slice' ? sliced.object : undefined);
    const index = known?.index.type === 'slice' ? known.index.parts[0] : (known?.index ?? call?.arguments[0]);
    return object && index && language.isIdentifier(object) && language.isIdentifier(index)
      ? [[object.text, index.text] as const]
      : [];
  });
}

function renamed(node: SyntaxNode, names: ReadonlyMap<string, string>, { language }: Scene): string {
  let text = '';
  let from = node.start;
  for (const part of node.walk()) {
    const other =
      language.isIdentifier(part) && part.field !== 'attribute' ? names.get(part.text) : undefined;
    if (other === undefined) continue;
    text += node.tree.text.slice(from, part.start) + other;
    from = part.end;
  }
  return text + node.tree.text.slice(from, node.end);
}
