import { assemble } from '../assemble.ts';
import type { ClassInfo, Language } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';
import { className, classTypes, functions } from './functions.ts';
import { imports, resolve } from './modules.ts';
import { shapes } from './shapes.ts';

/** JavaScript and its typed dialects over one parser. */
export function javascript(id: 'javascript' | 'typescript' | 'tsx', parse: (text: string) => Tree): Language {
  return assemble({ id, family: 'javascript', parse, shapes, functions, classes, imports, resolve });
}

function classes(tree: Tree): ClassInfo[] {
  const found: ClassInfo[] = [];
  for (const node of tree.root.walk()) {
    if (classTypes.has(node.type) && node.named)
      found.push({ name: className(node), bases: basesOf(node), node, line: node.line });
  }
  return found;
}

function basesOf(node: SyntaxNode): string[] {
  const heritage = node.childOfType('class_heritage')?.parts ?? [];
  return heritage
    .filter(part => part.type !== 'implements_clause')
    .map(part => part.text.replace(/^extends\s+/, '').replace(/<.*$/s, ''));
}
