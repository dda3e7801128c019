import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, firstStatement, ifLines } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';
import { javaExits } from './exits.ts';

/** Texts that cannot be read as numbers, values that are compared or cast without a look. */
export const text: AnyTemplate[] = [
  template<Bad>({
    id: 'java/trim-number',
    family: 'java',
    exceptions: ['conversion'],
    label: 'root-cause',
    prior: 0.92,
    match: ({ bad, slice }) => {
      const said = slice.complaint.kind === 'conversion' ? slice.complaint.text : '';
      return said !== said.trim() && said.trim() !== '' && bad.badness === 'text'
        ? [{ at: bad, sure: 1 }]
        : [];
    },
    edit: bad => [
      {
        file: bad.file,
        edits: [insertAt(bad.node.end, '.trim()')],
        explanation: t('Read {0} without the blanks around it.', quote(bad.node.text)),
      },
    ],
  }),
  template<Bad>({
    id: 'java/blank-number',
    family: 'java',
    exceptions: ['conversion', 'nothing'],
    label: 'root-cause',
    prior: 0.8,
    match: blank,
    edit: whenBlank,
  }),
  template<SyntaxNode>({
    id: 'java/compare-from-constant',
    family: 'java',
    exceptions: ['nothing'],
    label: 'guard',
    prior: 0.55,
    match: compared,
    edit: (call, { bad }) => {
      const constant = call.child('arguments')?.parts[0];
      const object = call.child('object');
      if (!constant || !object) return [];
      const edits = [replace(object, constant.text), replace(constant, object.text)];
      const explanation = t(
        'Ask the constant, which is never null, whether it equals {0}.',
        quote(object.text),
      );
      return [{ file: bad.file, edits, explanation }];
    },
  }),
  template<Bad>({
    id: 'java/check-class',
    family: 'java',
    exceptions: ['wrong-type'],
    label: 'guard',
    prior: 0.35,
    match: ({ bad }) => (castOf(bad) && /^[\w.]+$/.test(bad.node.text) ? [{ at: bad, sure: 1 }] : []),
    edit: checkClass,
  }),
];

function blank({ bad, slice }: TemplateContext): Found<Bad>[] {
  const { complaint } = slice;
  const empty = complaint.kind === 'conversion' && complaint.text.trim() === '';
  const missing = complaint.kind === 'nothing' && complaint.action === 'convert';
  return (empty || missing) && /^[\w.]+$/.test(bad.node.text) ? [{ at: bad, sure: 1 }] : [];
}

function whenBlank(bad: Bad): Patch[] {
  const { file, function: info, node } = bad;
  const statement = file.language.statementOf(bad.access);
  const own = info?.parameters.some(known => known.name === node.text) ?? false;
  const place = info && own ? firstStatement(info) : statement;
  if (!info?.body || !place || !info.body.contains(place)) return [];
  const condition = `${node.text} == null || ${node.text}.isBlank()`;
  return javaExits(info, statement, node.text, file).map(exit => ({
    file,
    edits: [before(place, ifLines(condition, exit.statement, file), file), ...(exit.edits ?? [])],
    explanation: t(
      'Leave `{0}` when `{1}` is blank: {2}.',
      info.qualifiedName,
      node.text,
      quote(exit.statement),
    ),
    weight: exit.weight,
  }));
}

/** `x.equals("open")`, where x is null. */
function compared({ bad }: TemplateContext): Found<SyntaxNode>[] {
  const call = bad.access.type === 'method_invocation' ? bad.access : bad.access.parent;
  if (call?.type !== 'method_invocation' || !/^equals(?:IgnoreCase)?$/.test(call.child('name')?.text ?? ''))
    return [];
  const given = call.child('arguments')?.parts[0];
  const constant =
    given !== undefined && (given.type === 'string_literal' || /^[A-Z][A-Z\d_]+$/.test(given.text));
  return constant && call.child('object') === bad.node ? [{ at: call, sure: 1 }] : [];
}

function castOf({ access }: Bad): SyntaxNode | undefined {
  return access.type === 'cast_expression' ? access : access.ancestor('cast_expression');
}

function checkClass(bad: Bad): Patch[] {
  const { file, function: info, node } = bad;
  const type = castOf(bad)?.child('type')?.text.replace(/<.*$/s, '');
  const statement = file.language.statementOf(bad.access);
  if (!info?.body?.contains(statement) || !type) return [];
  return javaExits(info, statement, node.text, file).map(exit => ({
    file,
    edits: [
      before(statement, ifLines(`!(${node.text} instanceof ${type})`, exit.statement, file), file),
      ...(exit.edits ?? []),
    ],
    explanation: t('Stop where {0} is no {1}.', quote(node.text), type),
    weight: exit.weight,
  }));
}
