import type { Tree } from '../../../language/syntax.ts';
import { any, type Shape } from './shape.ts';

const plain: Readonly<Record<string, Shape>> = {
  string: { kind: 'text' },
  str: { kind: 'text' },
  number: { kind: 'number' },
  int: { kind: 'number' },
  float: { kind: 'number' },
  boolean: { kind: 'flag' },
  bool: { kind: 'flag' },
  Date: { kind: 'date' },
  unknown: any,
  any,
};
const deepest = 4;

/** The shape that a written type stands for; undefined where it is not understood. */
export function shapeOfType(type: string, trees: readonly Tree[], depth = 0): Shape | undefined {
  const bare = type.trim();
  if (Object.hasOwn(plain, bare)) return plain[bare];
  const inner =
    /^(?:readonly )?([\w$.]+)\[\]$/.exec(bare)?.[1] ??
    /^(?:Readonly)?Array<([\w$.]+)>$/.exec(bare)?.[1] ??
    /^(?:[Ll]ist|Sequence|Iterable)\[([\w.]+)\]$/.exec(bare)?.[1];
  if (inner !== undefined) {
    const element = shapeOfType(inner, trees, depth + 1);
    return element && { kind: 'list', element };
  }
  if (depth >= deepest || !/^[A-Z][\w$]*$/.test(bare)) return undefined;
  for (const tree of trees) {
    const declared = tree.root.parts
      .map(part => part.child('declaration') ?? part)
      .find(part => part.type === 'interface_declaration' && part.child('name')?.text === bare);
    const body = declared?.child('body');
    if (!declared || !body || declared.parts.some(part => part.type.startsWith('extends'))) continue;
    const members = new Map<string, Shape>();
    for (const part of body.parts) {
      if (part.isComment || part.children.some(child => child.type === '?')) continue;
      const name = part.type === 'property_signature' ? part.child('name')?.text : undefined;
      const written = part.child('type')?.text.replace(/^:\s*/, '');
      const shape = written === undefined ? undefined : shapeOfType(written, trees, depth + 1);
      if (name === undefined || shape === undefined) return undefined;
      members.set(name, shape);
    }
    return { kind: 'record', members };
  }
  return undefined;
}
