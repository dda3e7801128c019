import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch, type TextEdit } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { discriminatorsFor } from '../../mine/discriminators.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Picked {
  /** The answer of a callback that picks elements, or the statement of a loop's body that fails. */
  place: SyntaxNode;
  inLoop: boolean;
  object: SyntaxNode;
  property: string;
}

/** Elements of several kinds that are all taken for one: what the program looks at elsewhere picks those that are. */
export const pickByKind: AnyTemplate[] = [
  template<Picked>({
    id: 'javascript/pick-by-kind',
    family: 'javascript',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.9,
    match: picked,
    edit: pick,
  }),
];

const picks = /^(?:filter|some|every|find|findIndex|findLast|findLastIndex)$/;

function picked({ bad }: TemplateContext): Found<Picked>[] {
  const { language } = bad.file;
  const member = language.member(bad.node);
  if (bad.badness !== 'nothing' || !member || !/^[\w$.]+$/.test(member.object.text)) return [];
  const [root] = member.object.text.split('.');
  const shared = { object: member.object, property: member.property.text };
  const callback = bad.function;
  const around = callback?.node.parent?.parent;
  const call = around && language.call(around);
  const method = call ? language.member(call.callee)?.property.text : undefined;
  const own = callback?.parameters.some(known => known.name === root);
  if (callback?.body && own && picks.test(method ?? '') && callback.body.type !== 'statement_block')
    return [{ at: { ...shared, place: callback.body, inLoop: false }, sure: 1 }];
  const loop = bad.access.ancestor('for_in_statement');
  const statement = language.statementOf(bad.access);
  if (loop?.child('left')?.text !== root || statement.parent !== loop?.child('body')) return [];
  return [{ at: { ...shared, place: statement, inLoop: true }, sure: 1 }];
}

async function pick(at: Picked, { bad, slice }: TemplateContext): Promise<Patch[]> {
  const { file } = bad;
  const conditions = await discriminatorsFor(at.object, at.property, file, slice.index);
  return conditions.slice(0, 2).map((condition, order) => ({
    file,
    edits: at.inLoop
      ? [before(at.place, ifLines(condition.replace(' === ', ' !== '), 'continue', file), file)]
      : joined(at.place, condition),
    explanation: t('Take only those of which {0} holds, as it is asked elsewhere.', quote(condition)),
    weight: 1 - order * 0.1,
  }));
}

function joined(answer: SyntaxNode, condition: string): TextEdit[] {
  const loose = /^(?:ternary|assignment|sequence)_expression$/.test(answer.type);
  const or =
    answer.type === 'binary_expression' && /^(?:\|\||\?\?)$/.test(answer.child('operator')?.type ?? '');
  if (!loose && !or) return [insertAt(answer.start, `${condition} && `)];
  return [insertAt(answer.start, `${condition} && (`), insertAt(answer.end, ')')];
}
