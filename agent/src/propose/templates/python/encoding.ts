import { t } from '@vscode/l10n';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { quoted } from '../../edit/layout.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Spelt {
  file: SourceFile;
  call: SyntaxNode;
}

/** Texts that are read or written in an encoding too small for them, or in whichever the machine happens to have. */
export const encoding: AnyTemplate[] = [
  template<Spelt>({
    id: 'python/explicit-encoding',
    family: 'python',
    exceptions: ['encoding'],
    label: 'root-cause',
    prior: 0.9,
    match: spelt,
    edit: ({ file, call }) => explicit(call, file),
  }),
];

const small = /^(?:us-)?ascii$/i;

/** The calls in the function that settle the encoding: the one that failed, or the `open` that it reads from. */
function spelt({ bad, slice: { complaint } }: TemplateContext): Found<Spelt>[] {
  if (complaint.kind !== 'encoding' || !small.test(complaint.codec)) return [];
  const { file } = bad;
  const scope = bad.function?.body ?? file.tree.root;
  const others = [...scope.walk()].filter(node => nameOf(node, file) === 'open' && node !== bad.node);
  return [bad.node, ...others].map((call, order) => ({ at: { file, call }, sure: 1 - order * 0.1 }));
}

function nameOf(node: SyntaxNode, { language }: SourceFile): string | undefined {
  const callee = language.call(node)?.callee;
  return callee && (language.member(callee)?.property ?? callee).text;
}

function explicit(call: SyntaxNode, file: SourceFile): Patch[] {
  const { language } = file;
  const given = language.call(call)?.arguments ?? [];
  const text = quoted('utf-8', file);
  const named = given.map(argument => language.named(argument)).find(found => found?.name === 'encoding');
  const method = nameOf(call, file);
  const first = given[0];
  const coded = method === 'decode' || method === 'encode';
  const explanation = t('Read and write {0} as UTF-8, which has all characters.', quote(call.text));
  const written = named?.value ?? (coded ? first : undefined);
  if (written) {
    const value = language.string(written);
    return value !== undefined && small.test(value)
      ? [{ file, edits: [replace(written, text)], explanation }]
      : [];
  }
  const mode = given[1] ? language.string(given[1]) : undefined;
  if (!/^(?:open|read_text|write_text)$/.test(method ?? '') || mode?.includes('b')) return [];
  const last = given.at(-1);
  const edit = last ? insertAt(last.end, `, encoding=${text}`) : insertAt(call.end - 1, `encoding=${text}`);
  return [{ file, edits: [edit], explanation }];
}
