import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { after, before, firstStatement, ifLines } from '../../edit/statements.ts';
import { discriminatorsFor } from '../../mine/discriminators.ts';
import { type Hand, handsOf } from '../../mine/hands.ts';
import { binaryOf, conditionOf } from '../../search/shape.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';
import { javascriptExits } from './exits.ts';

/** Of a function that only passes on what it was given, and at the crash itself. */
const onTheWay = 0.85;
const atCrash = 0.7;
/** Of what a call gave to the function that fails on it: other templates know better what to do without. */
const justFound = 0.6;
const mostDiscriminators = 2;

/**
 * Guards where a value that may be missing is handed to code that does not expect that: in the condition that the call is
 * part of, in the answer, or by leaving the function that got it. What the program looks at elsewhere goes first.
 */
export const handedDown: AnyTemplate[] = [
  template<Hand>({
    id: 'javascript/tell-apart-before-use',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable'],
    label: 'root-cause',
    prior: 0.88,
    match: hands,
    edit: tellApart,
  }),
  template<Hand>({
    id: 'javascript/ask-before-use',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable'],
    label: 'root-cause',
    prior: 0.86,
    match: context => hands(context).filter(({ at }) => isHanded(at, context)),
    edit: hand => askFirst(hand, there(hand)),
  }),
  template<Hand>({
    id: 'javascript/leave-without-it',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable'],
    label: 'root-cause',
    prior: 0.82,
    match: context =>
      hands(context).flatMap(({ at, sure }) => {
        if (isHanded(at, context)) return [{ at, sure }];
        return isFound(at) ? [{ at, sure: sure * justFound }] : [];
      }),
    edit: leave,
  }),
  template<Hand>({
    id: 'javascript/ask-at-use',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable'],
    label: 'guard',
    prior: 0.6,
    match: context => hands(context).filter(({ at }) => !isHanded(at, context)),
    edit: hand => (operandAround(hand.use) ? askFirst(hand, there(hand)) : []),
  }),
];

/** Whether another function gets the value here, not the one that fails on it. */
function isHanded({ use }: Hand, { bad }: TemplateContext): boolean {
  return use !== bad.access;
}

/** Whether a variable holds what a call or an element gave. */
function isFound({ file, info, value, use, passedOn }: Hand): boolean {
  const { language } = file;
  if (passedOn || !language.isIdentifier(value) || info?.body === undefined) return false;
  const given = language
    .assignments(info.body)
    .filter(found => found.target.text === value.text && found.statement.start < use.start)
    .at(-1)?.value;
  const made = given && language.unwrap(given);
  return made !== undefined && (language.call(made) ?? language.subscript(made)) !== undefined;
}

/** Where the value can be asked for again: a variable, a property of one. */
function hands({ bad, slice }: TemplateContext): Found<Hand>[] {
  if (bad.badness !== 'nothing' || bad.file.language.isSelf(bad.node)) return [];
  const found = handsOf(bad, slice.frames ?? []);
  return found.flatMap((at, order) => {
    if (at.file.test || !/^[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\d+\])*$/.test(at.value.text)) return [];
    const place = at.passedOn ? onTheWay : 1;
    return [{ at, sure: at.sure * place * (order === 0 && at.passedOn ? atCrash : 1) }];
  });
}

/** The value, and what else is given beside it that may be missing as well. */
function there(hand: Hand): string[] {
  const all = [hand.value, ...hand.beside.filter(other => mayBeMissing(other, hand))]
    .sort((a, b) => a.start - b.start)
    .map(({ text }) => text);
  return [...new Set([all.join(' && '), hand.value.text])];
}

/** Whether the function looks elsewhere whether a variable is there. */
function mayBeMissing(node: SyntaxNode, { info, file }: Hand): boolean {
  if (!file.language.isIdentifier(node) || info === undefined) return false;
  const name = node.text.replaceAll('$', '\\$');
  return new RegExp(
    `(?<![\\w$.])(?:!${name}(?![\\w$.(])|${name} (?:\\?(?![?.])|&&|[!=]==? (?:null|undefined)))`,
  ).test(info.node.text);
}

async function tellApart(hand: Hand, { slice }: TemplateContext): Promise<Patch[]> {
  const member = hand.file.language.member(hand.value);
  if (member === undefined) return [];
  if (isKnown(member.object, hand)) return [];
  const conditions = await discriminatorsFor(member.object, member.property.text, hand.file, slice.index);
  return askFirst(hand, conditions.slice(0, mostDiscriminators));
}

/** Whether the code around a use has told apart already what an object is. */
function isKnown(object: SyntaxNode, { use, info }: Hand): boolean {
  const told = new RegExp(`(?<![\\w$.])${object.text.replace(/[$.]/g, '\\$&')}\\.\\w+ ={2,3} `);
  for (const around of use.ancestors()) {
    if (around === info?.node) return false;
    const looked = conditionOf(around) ?? (binaryOf(around)?.family === 'logical' ? around : undefined);
    if (looked !== undefined && told.test(looked.text)) return true;
  }
  return false;
}

/** Puts a condition before the use, where there is one already or where the answer is one. */
function askFirst({ file, use, value }: Hand, conditions: readonly string[]): Patch[] {
  const operand = operandAround(use);
  const place = operand ? chosen(operand, value.text) : returned(use);
  if (place === undefined) return [];
  const or = (node: SyntaxNode | undefined) => node?.child('operator')?.type === '||';
  return conditions.map((condition, order) => ({
    file,
    edits:
      or(place) || (or(place.parent) && place.field === 'right')
        ? around(place, condition, or(place))
        : [insertAt(place.start, `${condition} && `)],
    explanation: t('Go on to {0} only where {1}.', quote(use.text), quote(condition)),
    weight: (operand ? 1 : 0.95) - order * 0.1,
  }));
}

function around(place: SyntaxNode, condition: string, inner: boolean): Patch['edits'] {
  const [before, after] = inner ? [`${condition} && (`, ')'] : [`(${condition} && `, ')'];
  return [insertAt(place.start, before), insertAt(place.end, after)];
}

/** The side itself, or all sides of an `||` of which others take the value as well. */
function chosen(operand: SyntaxNode, value: string): SyntaxNode {
  let whole = operand;
  while (whole.parent && binaryOf(whole.parent)?.operator.type === '||') whole = whole.parent;
  const taken = new RegExp(`(?<![\\w$.])${value.replace(/[$.[\]]/g, '\\$&')}(?![\\w$])`);
  const rest = whole.text.slice(operand.end - whole.start);
  return taken.test(rest) ? whole : operand;
}

/** The side of a condition that an expression is part of. */
function operandAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node; at.parent; at = at.parent) {
    const around = at.parent;
    const whole = around.type === 'parenthesized_expression' ? (around.parent ?? around) : around;
    if (conditionOf(whole) === at) return at;
    const binary = binaryOf(around);
    if (binary?.family === 'logical') return binary.operator.type === '??' ? undefined : at;
    const through =
      binary !== undefined ||
      /^(?:parenthesized|unary|member|subscript|call)_expression$|^arguments$/.test(around.type);
    if (!through) return undefined;
  }
  return undefined;
}

/** What a statement returns, if the expression is that or the start of it. */
function returned(node: SyntaxNode): SyntaxNode | undefined {
  return node.parent?.type === 'return_statement' ? node : undefined;
}

function leave(hand: Hand): Patch[] {
  const { file, info, value } = hand;
  const { language } = file;
  if (info?.body?.type !== 'statement_block') return [];
  const at = placeToLook(hand, info);
  if (at === undefined) return [];
  const missing = `!${value.text}`;
  return javascriptExits(info, at.statement, value.text, file).map(exit => {
    const lines = ifLines(missing, exit.statement, file);
    return {
      file,
      edits: [at.behind ? after(at.statement, lines, file) : before(at.statement, lines, file)],
      explanation: t(
        'Leave `{0}` where {1} is not there: {2}.',
        info.qualifiedName || t('the callback'),
        quote(value.text),
        quote(exit.statement),
      ),
      weight: exit.weight * (language.isIdentifier(value) ? 1 : 0.7),
    };
  });
}

/** First of all where a parameter comes in, behind the statement that gives a variable its value, else before its use. */
function placeToLook(
  { file, value, use, passedOn }: Hand,
  info: NonNullable<Hand['info']>,
): { statement: SyntaxNode; behind: boolean } | undefined {
  const { language } = file;
  const statement = language.statementOf(use);
  if (passedOn) {
    const first = firstStatement(info);
    return first && { statement: first, behind: false };
  }
  const given = language
    .assignments(info.body ?? info.node)
    .filter(found => found.target.text === value.text && found.statement.start < use.start)
    .at(-1);
  const giving = given && language.statementOf(given.target);
  const inBlock = (node: SyntaxNode) =>
    node.parent?.type === 'statement_block' && info.body?.contains(node) === true;
  if (
    giving &&
    !giving.contains(use) &&
    /declaration$|^expression_statement$/.test(giving.type) &&
    inBlock(giving)
  )
    return { statement: giving, behind: true };
  return inBlock(statement) ? { statement, behind: false } : undefined;
}
