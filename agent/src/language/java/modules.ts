import { foldersAbove } from '../folders.ts';
import type { ImportInfo } from '../language.ts';
import type { Tree } from '../syntax.ts';

/** The classes, and members of classes, that imports name. */
export function imports(tree: Tree): ImportInfo[] {
  return tree.root.parts
    .filter(node => node.type === 'import_declaration')
    .map(node => {
      const name = node.childOfType('scoped_identifier', 'identifier');
      const base = { kind: 'named' as const, line: node.line, node };
      if (node.childOfType('asterisk')) return { ...base, source: name?.text ?? '', imported: '*' };
      const local = (name?.child('name') ?? name)?.text ?? '';
      // What a static import names is in the class before it.
      const source = node.childOfType('static') ? name?.child('scope')?.text : name?.text;
      return { ...base, source: source ?? '', imported: local, local };
    });
}

/** Files of a class by its full name: below any folder that the importing file is below, too. */
export function resolve(from: string, source: string): string[] {
  const path = `${source.replaceAll('.', '/')}.java`;
  return foldersAbove(from).map(folder => folder + path);
}
