import { t } from '@vscode/l10n';
import { nearest } from '../../diagnose/names.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import { fieldsOf } from '../../diagnose/trace/fields.ts';
import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { layoutOf } from '../edit/layout.ts';
import { insertAt, type Patch, replace, type TextEdit } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { importsFor } from '../mine/exporters.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';

type Unknown = OriginOf<'unknown-name'>;

/** Templates for a name that nothing defines: misspelt, not imported, or a field without its object. */
export function nameTemplates(family: Language['family']): AnyTemplate[] {
  const shared = { family, exceptions: ['name'] as const, label: 'root-cause' as const };
  const match = (context: TemplateContext) =>
    originsOf(context, 'unknown-name').map(found => ({ ...found, sure: 1 }));
  return [
    template<Unknown>({
      ...shared,
      id: `${family}/field-of-object`,
      prior: 0.95,
      match,
      edit: fieldOfObject,
    }),
    template<Unknown>({ ...shared, id: `${family}/misspelt-name`, prior: 0.9, match, edit: misspelt }),
    template<Unknown>({ ...shared, id: `${family}/import-name`, prior: 0.92, match, edit: importName }),
  ];
}

/** Names that can be used at a place: parameters and variables around it, functions, classes and imports of the file. */
export function namesInScope(node: SyntaxNode, file: SourceFile): string[] {
  const { language, tree } = file;
  const names = new Set<string>();
  for (
    let info = language.functionOf(node);
    info;
    info = info.node.parent ? language.functionOf(info.node.parent) : undefined
  ) {
    for (const parameter of info.parameters) names.add(parameter.name);
    for (const found of info.body ? language.assignments(info.body) : []) {
      if (language.isIdentifier(found.target) || found.target.type.includes('identifier_pattern'))
        names.add(found.target.text);
    }
  }
  for (const found of language.assignments(tree.root))
    if (language.isIdentifier(found.target)) names.add(found.target.text);
  for (const info of language.functions(tree))
    if (info.name === info.qualifiedName && info.name) names.add(info.name);
  for (const known of language.classes(tree)) if (known.name) names.add(known.name);
  for (const binding of language.imports(tree)) if (binding.local) names.add(binding.local);
  return [...names];
}

async function misspelt(unknown: Unknown, context: TemplateContext): Promise<Patch[]> {
  const { node, file, name } = unknown;
  // A name that another module gives out is spelt right, and only not imported.
  const imports = await importsFor(name, file, context.slice.index);
  return nearest(name, namesInScope(node, file), imports.length > 0 ? 0.9 : 0.5)
    .slice(0, 3)
    .map(found => ({
      file,
      edits: occurrences(name, node, file).map(place => replace(place, found.name)),
      explanation: t('Write `{0}` instead of `{1}`, which nothing defines.', found.name, name),
      weight: found.likeness,
    }));
}

/** All uses of the unknown name in the function, which are all wrong in the same way. */
function occurrences(name: string, node: SyntaxNode, file: SourceFile): SyntaxNode[] {
  const scope = file.language.functionOf(node)?.node ?? file.tree.root;
  return [...scope.walk()].filter(
    place =>
      place.type === 'identifier' &&
      place.text === name &&
      place.field !== 'attribute' &&
      place.field !== 'property',
  );
}

function fieldOfObject(unknown: Unknown): Patch[] {
  const { node, file, name } = unknown;
  const { language } = file;
  const owner = node.ancestor('class_declaration', 'class', 'class_definition', 'abstract_class_declaration');
  const info = language.functionOf(node);
  if (!owner || !info?.className) return [];
  const self = language.family === 'python' ? 'self' : 'this';
  const methods = language
    .functions(file.tree)
    .filter(known => known.className === info.className)
    .map(known => known.name);
  if (!fieldsOf(owner, language).has(name) && !methods.includes(name)) return [];
  const explanation = t('`{0}` is a member of `{1}`: write `{2}.{3}`.', name, info.className, self, name);
  return [{ file, edits: [replace(node, `${self}.${name}`)], explanation }];
}

async function importName(unknown: Unknown, context: TemplateContext): Promise<Patch[]> {
  const { file, name } = unknown;
  const lines = await importsFor(name, file, context.slice.index);
  return lines.slice(0, 3).map((line, order) => ({
    file,
    edits: [importEdit(line, file)],
    explanation: t('Import `{0}`: {1}.', name, quote(line)),
    weight: 1 - order * 0.1,
  }));
}

/** Puts an import behind the last one, or before the first statement that is no docstring or comment. */
function importEdit(line: string, file: SourceFile): TextEdit {
  const { newline } = layoutOf(file);
  const top = file.tree.root.parts;
  const last = top.findLast(
    part =>
      /^import|_import_|import_from/.test(part.type) || /^(const|var|let) .*= require\(/.test(part.text),
  );
  if (last) return insertAt(last.end, newline + line);
  const first = top.find(part => !(part.type === 'expression_statement' && part.parts[0]?.type === 'string'));
  const documented = first && top[top.indexOf(first) - 1];
  if (documented && !documented.isComment) return insertAt(documented.end, newline + newline + line);
  const blank = newline.repeat(file.language.family === 'python' ? 3 : 2);
  const apart = /(?:function|class|decorated)_(?:definition|declaration)|^export_/.test(first?.type ?? '');
  return insertAt(first?.start ?? 0, line + (apart ? blank : newline));
}
