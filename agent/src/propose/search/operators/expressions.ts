import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import { kindOfValue } from '../kinds.ts';
import type { Scene } from '../scene.ts';
import { isValue } from '../shape.ts';

const most = 5;

/** Another expression of the function, or a variable of the scope, in the place of a call or an element. */
export function* expressions(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const element = language.subscript(node) !== undefined && !node.childOfType('slice');
  const call = language.call(node);
  const around = node.parent?.parent && language.call(node.parent.parent);
  const handed = language.isIdentifier(node) && (around?.arguments.includes(node) ?? false);
  if (handed) yield* elements(node, false, scene);
  if (!element && !call) return;
  const target = node.field === 'left' && /assignment/.test(node.parent?.type ?? '');
  if (!target && !isValue(node)) return;
  if (call && node.parent?.type === 'expression_statement') return;
  if (element) yield* elements(node, target, scene);
  if (target || !call) return;
  const kind = kindOfValue(node, language) ?? roleAround(node, scene);
  const forgotten = (name: string) => (scene.usesOf(name).length <= 1 ? 1.3 : 1);
  const names = scene
    .visibleAt(node)
    .filter(name => !call.arguments.some(part => part.text === name) || kind === undefined)
    .map(name => ({
      name,
      share:
        forgotten(name) *
        (kind === undefined
          ? 0.6
          : scene.kindsOf(name).size === 0
            ? 0.8
            : scene.kindsOf(name).has(kind)
              ? 1
              : 0.25),
    }))
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
  for (const [order, { name, share }] of names.entries())
    yield instead('expression', node, name, share / (1 + order * 0.15));
}

function roleAround(node: SyntaxNode, scene: Scene) {
  const { parent } = node;
  if (!parent) return undefined;
  const value = kindOfValue(parent, scene.language);
  return value === 'flag' ? undefined : value;
}

/** An element of another container that the function uses, as it is written there. */
function* elements(node: SyntaxNode, target: boolean, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const own = language.subscript(node);
  const found = new Map<string, number>();
  for (const other of scene.nodes) {
    const known = language.subscript(other);
    if (!known || other.text === node.text || other.childOfType('slice') || other.contains(node)) continue;
    if (!visible(other, node, scene)) continue;
    const near = node.parent?.contains(other) ? 1 : 0.7;
    const differs = known.object.text === own?.object.text ? 0.6 : 1;
    found.set(other.text, Math.max(near * differs, found.get(other.text) ?? 0));
  }
  const ranked = [...found].sort((a, b) => b[1] - a[1]).slice(0, most);
  for (const [order, [text, share]] of ranked.entries())
    yield instead('expression', node, text, (share * (target ? 1.2 : own ? 0.8 : 0.5)) / (1 + order * 0.2));
}

function visible(other: SyntaxNode, node: SyntaxNode, scene: Scene): boolean {
  const names = new Set(scene.visibleAt(node));
  const bound = new Set(scene.bindings.map(({ name }) => name));
  return [...other.walk()].every(
    part => !scene.language.isIdentifier(part) || !bound.has(part.text) || names.has(part.text),
  );
}
