import type { ImportInfo } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';

function stringValue(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'string' ? node.text.slice(1, -1) : undefined;
}

/** The names that imports and `require` calls bind. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const node of tree.root.walk()) {
    if (node.type === 'import_statement') found.push(...fromImport(node));
    else if (node.type === 'variable_declarator') found.push(...fromRequire(node));
  }
  return found;
}

function fromImport(node: SyntaxNode): ImportInfo[] {
  const source = stringValue(node.child('source'));
  if (source === undefined) return [];
  const base = { source, line: node.line, node };
  const clause = node.childOfType('import_clause');
  if (!clause) return [{ ...base, kind: 'side-effect' }];
  const found: ImportInfo[] = [];
  for (const part of clause.parts) {
    if (part.type === 'identifier') found.push({ ...base, kind: 'default', local: part.text });
    else if (part.type === 'namespace_import') {
      found.push({ ...base, kind: 'namespace', local: part.parts[0]?.text ?? '' });
    } else if (part.type === 'named_imports') {
      for (const specifier of part.parts) {
        const imported = specifier.child('name')?.text ?? '';
        const local = specifier.child('alias')?.text ?? imported;
        found.push({ ...base, kind: imported === 'default' ? 'default' : 'named', imported, local });
      }
    }
  }
  return found;
}

function fromRequire(node: SyntaxNode): ImportInfo[] {
  const call = node.child('value');
  const name = node.child('name');
  if (!name || call?.type !== 'call_expression' || call.child('function')?.text !== 'require') return [];
  const source = stringValue(call.child('arguments')?.parts[0]);
  if (source === undefined) return [];
  const base = { source, line: node.line, node: node.parent ?? node };
  if (name.type === 'identifier') return [{ ...base, kind: 'namespace', local: name.text }];
  return name.parts.flatMap(part => {
    const imported = (part.child('key') ?? part.child('left') ?? part).text;
    const local = (part.child('value') ?? part.child('left') ?? part).text;
    return [{ ...base, kind: 'named' as const, imported, local }];
  });
}

const known = new WeakMap<Tree, Map<string, 'named' | 'default'>>();

/** Local names that the module gives out by an export clause, `export default name`, or CommonJS. */
export function exportsOf(tree: Tree): Map<string, 'named' | 'default'> {
  let found = known.get(tree);
  if (found) return found;
  found = new Map();
  known.set(tree, found);
  for (const statement of tree.root.parts) {
    if (statement.type === 'export_statement') fromExport(statement, found);
    else if (statement.type === 'expression_statement') fromCommonJs(statement.parts[0], found);
  }
  return found;
}

function fromExport(statement: SyntaxNode, found: Map<string, 'named' | 'default'>): void {
  const value = statement.child('value');
  if (value?.type === 'identifier') found.set(value.text, 'default');
  const declaration = statement.child('declaration');
  for (const declarator of declaration?.parts ?? []) {
    const name = declarator.type === 'variable_declarator' ? declarator.child('name') : undefined;
    if (name?.type === 'identifier') found.set(name.text, 'named');
  }
  for (const specifier of statement.childOfType('export_clause')?.parts ?? []) {
    const name = specifier.child('name')?.text ?? '';
    found.set(name, specifier.child('alias')?.text === 'default' ? 'default' : 'named');
  }
}

function fromCommonJs(node: SyntaxNode | undefined, found: Map<string, 'named' | 'default'>): void {
  if (node?.type !== 'assignment_expression') return;
  const left = node.child('left')?.text ?? '';
  const right = node.child('right');
  const named = /^(?:module\.)?exports\.([\w$]+)$/.exec(left);
  if (named?.[1]) {
    found.set(named[1], 'named');
    if (right?.type === 'identifier') found.set(right.text, 'named');
  }
  if (left !== 'module.exports' || !right) return;
  if (right.type === 'object') {
    for (const part of right.parts) {
      found.set((part.child('value') ?? part.child('name') ?? part).text, 'named');
      const key = part.child('key') ?? part.child('name');
      if (key) found.set(key.text, 'named');
    }
  } else {
    found.set(right.child('name')?.text ?? right.text, 'default');
  }
}

const extensions = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs'];

/** Paths that a relative import may mean; nothing for packages. */
export function resolve(from: string, source: string): string[] {
  if (!source.startsWith('.')) return [];
  const parts = from.split('/').slice(0, -1);
  for (const part of source.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return [];
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  const path = parts.join('/');
  const written = /\.([mc]?)[jt]sx?$/.exec(path);
  const stem = written ? path.slice(0, written.index) : path;
  const twins = written ? [`${stem}.${written[1]}ts`, `${stem}.tsx`, `${stem}.${written[1]}js`] : [];
  const bare = extensions.map(extension => path + extension);
  const index = extensions.map(extension => (path ? `${path}/index${extension}` : `index${extension}`));
  return [...new Set([...(written ? [path] : []), ...twins, ...bare, ...index])];
}
