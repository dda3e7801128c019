import { likeness } from '../../../diagnose/names.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type Edit, edit } from '../edit.ts';
import type { Scene } from '../scene.ts';

/** Names that stand for the contrary or a neighbour of one another. */
const rivals: readonly (readonly string[])[] = [
  ['min', 'max'],
  ['any', 'all'],
  ['some', 'every'],
  ['ceil', 'floor', 'round', 'trunc'],
  ['append', 'extend', 'add'],
  ['push', 'unshift', 'concat'],
  ['pop', 'popleft', 'shift'],
  ['keys', 'values', 'items', 'entries'],
  ['startswith', 'endswith'],
  ['startsWith', 'endsWith', 'includes'],
  ['lower', 'upper'],
  ['toLowerCase', 'toUpperCase'],
  ['lstrip', 'rstrip', 'strip'],
  ['trimStart', 'trimEnd', 'trim'],
  ['find', 'rfind', 'index', 'filter', 'findIndex'],
  ['indexOf', 'lastIndexOf', 'includes'],
  ['union', 'intersection', 'difference', 'symmetric_difference'],
  ['issubset', 'issuperset'],
  ['slice', 'splice', 'substring'],
  ['log', 'log2', 'log10'],
  ['add', 'delete', 'has'],
  ['add', 'discard', 'remove'],
  ['map', 'filter', 'forEach', 'flatMap'],
  ['list', 'set', 'tuple', 'sorted'],
  ['parseInt', 'parseFloat', 'Number'],
  ['test', 'match', 'search'],
  ['first', 'last'],
  ['left', 'right'],
  ['start', 'end'],
  ['next', 'prev', 'previous'],
  ['width', 'height'],
  ['x', 'y'],
];

/** Another property or function: a known contrary, or one that the code asks of the same or another object. */
export function* members(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const member = language.member(node);
  const called = language.call(node.parent ?? node)?.callee === node;
  if (member) {
    yield* contraries(member.property);
    if (node.field !== 'left') yield* properties(member, called, scene);
  } else if (called && language.isIdentifier(node)) {
    yield* contraries(node);
    yield* functions(node, scene);
  }
}

function* contraries(name: SyntaxNode): Generator<Edit> {
  const others = new Set(rivals.filter(known => known.includes(name.text)).flat());
  others.delete(name.text);
  let share = 1;
  for (const other of others) {
    yield named('callee', name, other, share);
    share *= 0.8;
  }
}

function named(kind: 'callee' | 'member', name: SyntaxNode, other: string, share: number): Edit {
  const explanation = `Ask for \`${other}\` instead of ${quote(name.text)}.`;
  return edit(kind, name, [replace(name, other)], explanation, share);
}

function* properties(
  { object, property }: { object: SyntaxNode; property: SyntaxNode },
  called: boolean,
  scene: Scene,
): Generator<Edit> {
  const { language } = scene;
  const found = new Map<string, number>();
  for (const other of scene.file.tree.root.walk()) {
    const known = language.member(other);
    if (!known || known.property.text === property.text) continue;
    if ((language.call(other.parent ?? other)?.callee === other) !== called) continue;
    const same = known.object.text === object.text;
    const share = (same ? 1 : 0.6) * (0.6 + 0.4 * likeness(known.property.text, property.text));
    found.set(known.property.text, Math.max(share, found.get(known.property.text) ?? 0));
  }
  const ranked = [...found].sort((a, b) => b[1] - a[1]).slice(0, 4);
  for (const [order, [other, share]] of ranked.entries())
    yield named('member', property, other, (share * (called ? 0.5 : 1)) / (1 + order * 0.3));
}

function* functions(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const own = scene.language.functions(scene.file.tree);
  const now = own.find(info => info.name === node.text);
  if (!now) return;
  for (const info of own) {
    const fits = info.parameters.length === now.parameters.length && info.className === now.className;
    if (info.name && info.name !== now.name && fits)
      yield named('callee', node, info.name, 0.4 + 0.4 * likeness(info.name, now.name));
  }
}
