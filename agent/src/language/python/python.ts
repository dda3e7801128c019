import { assemble } from '../assemble.ts';
import type { ClassInfo, Language } from '../language.ts';
import type { Tree } from '../syntax.ts';
import { functions } from './functions.ts';
import { imports, resolve } from './modules.ts';
import { shapes } from './shapes.ts';

/** Python over its parser. */
export function python(parse: (text: string) => Tree): Language {
  return assemble({ id: 'python', family: 'python', parse, shapes, functions, classes, imports, resolve });
}

function classes(tree: Tree): ClassInfo[] {
  const found: ClassInfo[] = [];
  for (const node of tree.root.walk()) {
    if (node.type !== 'class_definition') continue;
    const bases = node.child('superclasses')?.parts.filter(part => part.type !== 'keyword_argument') ?? [];
    const names = bases.map(base => base.text).filter(name => name !== 'object');
    found.push({ name: node.child('name')?.text ?? '', bases: names, node, line: node.line });
  }
  return found;
}
