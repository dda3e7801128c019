import { t } from '@vscode/l10n';
import type { OriginOf } from '../../../diagnose/origin.ts';
import { insertAt, type Patch } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, firstStatement, ifLines } from '../../edit/statements.ts';
import { emptyResults, siblingResults } from '../../mine/results.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../../template.ts';

type Empty = OriginOf<'empty'>;

/** `reduce` of no elements without a first value, first or last of none. */
export const emptyInput: AnyTemplate[] = [
  template<Empty>({
    id: 'javascript/initial-value',
    family: 'javascript',
    exceptions: ['empty'],
    label: 'root-cause',
    prior: 0.92,
    match: context => originsOf(context, 'empty'),
    edit: initialValue,
  }),
  template<Empty>({
    id: 'javascript/empty-base-case',
    family: 'javascript',
    exceptions: ['empty', 'nothing'],
    label: 'root-cause',
    prior: 0.75,
    match: context => originsOf(context, 'empty'),
    edit: baseCase,
  }),
];

function initialValue(_: Empty, context: TemplateContext): Patch[] {
  const { access, file } = context.bad;
  const call = file.language.call(access);
  const reducer = call?.arguments[0];
  if (!reducer || call?.arguments.length !== 1) return [];
  const body = file.language.functionOf(reducer)?.body?.text ?? '';
  const text = /Math\.max/.test(body)
    ? '-Infinity'
    : /Math\.min/.test(body)
      ? 'Infinity'
      : /\*/.test(body)
        ? '1'
        : /['"`]/.test(body)
          ? "''"
          : /\.\.\.|concat/.test(body)
            ? '[]'
            : '0';
  // The largest of nothing is for the program to say: what its other functions answer comes before infinity.
  const info = /Infinity/.test(text) ? context.bad.function : undefined;
  const usual = info ? siblingResults(info, file).find(value => /^-?\d/.test(value)) : undefined;
  return [...(usual === undefined ? [] : [usual]), text].map((value, order) => ({
    file,
    edits: [insertAt(reducer.end, `, ${value}`)],
    explanation: t('Start the reduction at {0}, for no elements.', quote(value)),
    weight: 1 - order * 0.1,
  }));
}

function baseCase(empty: Empty): Patch[] {
  const { file, collection } = empty;
  const info = file.language.functionOf(empty.node);
  const name = collection.text;
  if (!info || !/^[\w$.]+$/.test(name)) return [];
  const parameter = info.parameters.some(known => known.name === name.split('.')[0]);
  const anchor = parameter ? firstStatement(info) : file.language.statementOf(empty.node);
  if (!anchor || !info.body?.contains(anchor)) return [];
  return emptyResults(info, file)
    .slice(0, 3)
    .map(({ text, weight }) => ({
      file,
      edits: [before(anchor, ifLines(`${name}.length === 0`, `return ${text}`.trim(), file), file)],
      explanation: t(
        'Let `{0}` return {1} when `{2}` is empty.',
        info.qualifiedName,
        text ? quote(text) : t('at once'),
        name,
      ),
      weight,
    }));
}
