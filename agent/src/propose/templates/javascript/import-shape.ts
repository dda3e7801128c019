import { t } from '@vscode/l10n';
import { likeness } from '../../../diagnose/names.ts';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { ImportInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Imported {
  binding: ImportInfo;
  /** The name or pattern that the import binds. */
  bound: SyntaxNode;
  exported: Exported;
}

interface Exported {
  named: string[];
  /** Names of what the module gives out as a whole. */
  whole: string[];
  path: string;
}

/** What is imported has another shape than the module gives out: the whole for a part, a part for the whole. */
export const importShape: AnyTemplate[] = [
  template<Imported>({
    id: 'javascript/take-export-apart',
    family: 'javascript',
    exceptions: ['not-callable', 'nothing'],
    label: 'root-cause',
    prior: 0.95,
    match: imported,
    edit: (at, { bad }) => takeApart(at, bad.file),
  }),
  template<Imported>({
    id: 'javascript/import-whole',
    family: 'javascript',
    exceptions: ['not-callable', 'nothing'],
    label: 'root-cause',
    prior: 0.94,
    match: imported,
    edit: (at, { bad }) => importWhole(at, bad.file),
  }),
];

async function imported({ bad, slice }: TemplateContext): Promise<Found<Imported>[]> {
  const { file } = bad;
  const { language } = file;
  const name = language.call(bad.access)?.callee ?? bad.node;
  if (!language.isIdentifier(name)) return [];
  const binding = language.imports(file.tree).find(known => known.local === name.text);
  const target = binding ? await slice.index.first(language.resolve(file.path, binding.source)) : undefined;
  const bound = binding ? boundBy(binding) : undefined;
  if (!binding || !target || !bound) return [];
  return [{ at: { binding, bound, exported: exportedBy(target) }, sure: 1 }];
}

/** Of `const x = require(…)` the name, of `const { x } = require(…)` the pattern, of an import its clause. */
function boundBy({ node }: ImportInfo): SyntaxNode | undefined {
  if (node.type === 'import_statement') return node.childOfType('import_clause');
  const declarators = node.parts.filter(part => part.type === 'variable_declarator');
  return declarators.length === 1 ? declarators[0]?.child('name') : undefined;
}

function exportedBy({ language, tree, path }: SourceFile): Exported {
  const functions = language.functions(tree).filter(info => !info.className && info.name !== '');
  const names = (kind: 'named' | 'default') =>
    functions.filter(info => info.exported === kind).map(info => info.name);
  const classes = language.classes(tree).filter(known => exports(known.name, tree.root.text));
  return { named: [...names('named'), ...classes.map(known => known.name)], whole: names('default'), path };
}

function exports(name: string, text: string): boolean {
  const word = name.replace(/\$/g, '\\$&');
  return new RegExp(
    `export class ${word}\\b|exports\\.${word}\\s*=|exports\\s*=\\s*\\{[^}]*\\b${word}\\b`,
  ).test(text);
}

function takeApart({ binding, bound, exported }: Imported, file: SourceFile): Patch[] {
  const local = binding.local ?? '';
  const wanted = binding.kind === 'named' ? (binding.imported ?? local) : local;
  if (exported.whole.length > 0 || (binding.kind === 'named' && exported.named.includes(wanted))) return [];
  const [best] = exported.named
    .map(name => ({ name, alike: likeness(name, wanted) }))
    .filter(({ alike }) => alike >= 0.6)
    .sort((a, b) => b.alike - a.alike);
  const others = binding.kind === 'named' ? bound.parts.length > 1 : bound.text.includes(',');
  if (!best || others) return [];
  const esm = bound.type === 'import_clause';
  const renamed = `${best.name}${esm ? ' as ' : ': '}${local}`;
  const text = `{ ${best.name === local ? local : renamed} }`;
  const explanation = t('Take {0} out of what {1} exports.', quote(best.name), exported.path);
  return [{ file, edits: [replace(bound, text)], explanation, weight: best.alike }];
}

function importWhole({ binding, bound, exported }: Imported, file: SourceFile): Patch[] {
  const { whole, named, path } = exported;
  const single = binding.kind === 'named' && bound.parts.length === 1;
  if (!single || bound.type !== 'object_pattern' || named.length > 0 || whole.length === 0) return [];
  const explanation = t('Take what {0} exports as a whole: it is a function.', path);
  return [{ file, edits: [replace(bound, binding.local ?? '')], explanation }];
}
