import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { namesResults, resultTypes, zeroOfGoType } from '../../edit/go-types.ts';
import { layoutOf } from '../../edit/layout.ts';
import { insertAt, type TextEdit } from '../../edit/patch.ts';
import { type Exit, inLoop } from '../exit.ts';

/** `return` with the zero values of the results, and an error or `false` where the function tells of failure so. */
export function goExits(info: FunctionInfo, at: SyntaxNode, missing: string, file: SourceFile): Exit[] {
  const types = resultTypes(info);
  const on: Exit[] = inLoop(at, info) ? [{ statement: 'continue', weight: 0.85 }] : [];
  if (types.length === 0) return [...on, { statement: 'return', weight: 0.9 }];
  const last = types.at(-1);
  const zeros = types.map(type => zeroOfGoType(type, file));
  if (zeros.includes(undefined)) {
    return namesResults(info) ? [...on, { statement: 'return', weight: 0.6 }] : on;
  }
  const before = zeros.slice(0, -1);
  const leave = (value: string) => `return ${[...before, value].join(', ')}`;
  if (last === 'error') {
    return [
      ...errorsFor(missing, file).map(({ text, weight, edits }) => ({
        statement: leave(text),
        weight,
        edits,
      })),
      ...on,
    ];
  }
  if (last === 'bool' && types.length > 1) return [{ statement: leave('false'), weight: 1 }, ...on];
  return [...on, { statement: leave(zeros.at(-1) ?? ''), weight: 0.9 }];
}

const saysMissing = /not_?found|no_?such|^[eE]rrNo[A-Z]|unknown|missing|invalid|absent|empty/i;

/** Errors that say so: one that the file declares for it, else a new one. */
function errorsFor(missing: string, file: SourceFile): { text: string; weight: number; edits: TextEdit[] }[] {
  const { language, tree } = file;
  const declared = language
    .assignments(tree.root)
    .filter(
      found =>
        /^[eE]rr[A-Z]\w*$/.test(found.target.text) &&
        saysMissing.test(`${found.target.text} ${found.value?.text ?? ''}`),
    )
    .map(found => ({ text: found.target.text, weight: 1, edits: [] }));
  const text = `errors.New("${missing.replace(/[^\w .[\]()-]/g, '').slice(0, 60)} not found")`;
  return [...declared.slice(0, 2), { text, weight: 0.9, edits: goImport('errors', file) }];
}

/** The edit that imports a package of the standard library where the file does not. */
function goImport(name: string, file: SourceFile): TextEdit[] {
  const { language, tree } = file;
  if (language.imports(tree).some(known => known.source === name)) return [];
  const { newline } = layoutOf(file);
  const declaration = tree.root.parts.find(node => node.type === 'import_declaration');
  const specs = [...(declaration?.walk() ?? [])].filter(node => node.type === 'import_spec');
  const [first] = specs;
  const grouped = declaration?.childOfType('import_spec_list');
  if (grouped && first) {
    const next = specs.find(spec => (spec.child('path')?.text ?? '') > `"${name}"`) ?? first;
    return [insertAt(next.start, `"${name}"${newline}\t`)];
  }
  if (declaration) return [insertAt(declaration.start, `import "${name}"${newline}`)];
  const clause = tree.root.parts.find(node => node.type === 'package_clause');
  return clause ? [insertAt(clause.end, `${newline}${newline}import "${name}"`)] : [];
}
