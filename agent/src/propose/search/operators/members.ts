import { t } from '@vscode/l10n';
import { likeness } from '../../../diagnose/names.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type Edit, edit } from '../edit.ts';
import type { Scene } from '../scene.ts';

/** Names that are taken for one another, with how often. */
const rivals: readonly (readonly [number, ...string[]])[] = [
  [1, 'min', 'max'],
  [1, 'any', 'all'],
  [1, 'some', 'every'],
  [0.9, 'ceil', 'floor', 'round', 'trunc'],
  [0.6, 'append', 'extend', 'add'],
  [0.6, 'push', 'unshift', 'concat'],
  [0.5, 'pop', 'shift'],
  [0.4, 'pop', 'popleft'],
  [0.8, 'keys', 'values', 'items', 'entries'],
  [0.9, 'startswith', 'endswith'],
  [0.9, 'startsWith', 'endsWith', 'includes'],
  [0.8, 'lower', 'upper'],
  [0.8, 'toLowerCase', 'toUpperCase'],
  [0.8, 'lstrip', 'rstrip', 'strip'],
  [0.8, 'trimStart', 'trimEnd', 'trim'],
  [0.7, 'find', 'rfind', 'index'],
  [0.7, 'find', 'filter', 'findIndex', 'findLast'],
  [0.7, 'indexOf', 'lastIndexOf', 'includes'],
  [0.8, 'union', 'intersection', 'difference', 'symmetric_difference'],
  [0.9, 'issubset', 'issuperset'],
  [0.7, 'slice', 'splice', 'substring'],
  [0.5, 'log', 'log2', 'log10'],
  [0.5, 'add', 'delete', 'has'],
  [0.5, 'add', 'discard', 'remove'],
  [0.6, 'map', 'filter', 'forEach', 'flatMap'],
  [0.4, 'list', 'set', 'tuple', 'sorted'],
  [0.5, 'parseInt', 'parseFloat', 'Number'],
  [0.5, 'test', 'match', 'search'],
  [0.8, 'left', 'right'],
  [0.8, 'start', 'end'],
  [0.8, 'first', 'last'],
  [0.8, 'next', 'prev', 'previous'],
  [0.8, 'width', 'height'],
  [0.8, 'x', 'y'],
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
  for (const [share, ...names] of rivals) {
    if (!names.includes(name.text)) continue;
    const others = names.filter(other => other !== name.text);
    for (const [order, other] of others.entries())
      yield named('callee', name, other, share / (1 + order * 0.25));
  }
}

function named(kind: 'callee' | 'member', name: SyntaxNode, other: string, share: number): Edit {
  const explanation = t('Ask for `{0}` instead of {1}.', other, quote(name.text));
  return edit(kind, name, [replace(name, other)], explanation, share);
}

function* properties(
  { object, property }: { object: SyntaxNode; property: SyntaxNode },
  called: boolean,
  scene: Scene,
): Generator<Edit> {
  const found = new Map<string, number>();
  for (const other of asked(scene)) {
    if (other.property === property.text || other.called !== called) continue;
    const same = other.object === object.text;
    const share = (same ? 1 : 0.6) * (0.6 + 0.4 * likeness(other.property, property.text));
    found.set(other.property, Math.max(share, found.get(other.property) ?? 0));
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

/** What a file asks of which objects. */
interface Asked {
  object: string;
  property: string;
  called: boolean;
}

const askedIn = new WeakMap<Scene, Asked[]>();

/** Everything that the file of a scene asks of objects, each once. */
function asked(scene: Scene): readonly Asked[] {
  let found = askedIn.get(scene);
  if (!found) {
    const { language } = scene;
    const all = new Map<string, Asked>();
    for (const node of scene.file.tree.root.walk()) {
      const member = language.member(node);
      if (!member) continue;
      const called = language.call(node.parent ?? node)?.callee === node;
      const [object, property] = [member.object.text, member.property.text];
      all.set(`${object}.${property}${called ? '()' : ''}`, { object, property, called });
    }
    found = [...all.values()];
    askedIn.set(scene, found);
  }
  return found;
}
