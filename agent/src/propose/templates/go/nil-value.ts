import { t } from '@vscode/l10n';
import type { OriginOf } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { madeOfGoType, zeroOfGoType } from '../../edit/go-types.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { insertEntry } from '../../edit/records.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, originsOf, type TemplateContext, template } from '../../template.ts';
import { goTypeOf } from './types.ts';

/** Maps, pointers and channels that are declared, or left out of a literal, and never made. */
export const nilValue: AnyTemplate[] = [
  template<OriginOf<'missing-property'>>({
    id: 'go/make-field',
    family: 'go',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.95,
    match: context => originsOf(context, 'missing-property'),
    edit: makeField,
  }),
  template<OriginOf<'unassigned'>>({
    id: 'go/make-variable',
    family: 'go',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.92,
    match: context => originsOf(context, 'unassigned'),
    edit: makeVariable,
  }),
  template<OriginOf<'returns-nothing'>>({
    id: 'go/return-made-value',
    family: 'go',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.85,
    match: context => (writes(context) ? originsOf(context, 'returns-nothing') : []),
    edit: returnMade,
  }),
  template<SyntaxNode>({
    id: 'go/make-before-write',
    family: 'go',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.75,
    match: beforeWrite,
    edit: makeBefore,
  }),
];

function writes({ slice }: TemplateContext): boolean {
  return slice.complaint.kind === 'nothing' && slice.complaint.action === 'write';
}

async function makeField(made: OriginOf<'missing-property'>, context: TemplateContext): Promise<Patch[]> {
  const { node, file, property, keys } = made;
  const { bad, slice } = context;
  const type = await goTypeOf(bad.file.language.unwrap(bad.node), bad.file, slice.index);
  const value = type ? madeOfGoType(type, bad.file) : undefined;
  const literal = node.child('body') ?? node;
  if (value === undefined || node.type !== 'composite_literal') return [];
  const unkeyed = literal.parts.some(part => part.type !== 'keyed_element');
  if (unkeyed) return [];
  const edit =
    literal.parts.length === 0
      ? { start: literal.start, end: literal.end, text: `{${property}: ${value}}` }
      : insertEntry(node, property, value, keys, file);
  if (!edit) return [];
  const explanation = t(
    'Make `{0}` where {1} is made: {2}.',
    property,
    quote(node.child('type')?.text ?? ''),
    quote(value),
  );
  return [{ file, edits: [edit], explanation, weight: value.startsWith('&') ? 0.7 : 1 }];
}

function makeVariable(made: OriginOf<'unassigned'>): Patch[] {
  const { node, file, name } = made;
  const spec = node.ancestor('var_spec');
  const type = spec?.child('type')?.text;
  const value = type ? madeOfGoType(type, file) : undefined;
  if (!spec || !value || spec.childrenOf('name').length > 1) return [];
  const declaration = spec.parent?.type === 'var_declaration' ? spec.parent : undefined;
  const local = declaration !== undefined && file.language.functionOf(node) !== undefined;
  const edit = local ? replace(declaration, `${name} := ${value}`) : replace(spec, `${name} = ${value}`);
  const explanation = t('Make `{0}` where it is declared: {1}.', name, quote(value));
  return [{ file, edits: [edit], explanation, weight: value.startsWith('&') ? 0.7 : 1 }];
}

function returnMade(made: OriginOf<'returns-nothing'>): Patch[] {
  const value = made.node.parts[0];
  const text = made.callee.returnType ? madeOfGoType(made.callee.returnType, made.file) : undefined;
  if (!value || text === undefined) return [];
  const explanation = t(
    'Return {0} from `{1}`, whose callers write into it.',
    quote(text),
    made.callee.qualifiedName,
  );
  return [{ file: made.file, edits: [replace(value, text)], explanation }];
}

/** A map that is written to where nothing shows who should have made it: the zero value of a struct, a map in a map. */
function beforeWrite(context: TemplateContext): Found<SyntaxNode>[] {
  const { bad } = context;
  const fits = writes(context) && /^[\w.[\]"]+$/.test(bad.node.text) && bad.badness === 'nothing';
  if (!fits) return [];
  const declared = context.slice.origins.some(
    ({ kind }) => kind === 'unassigned' || kind === 'missing-property',
  );
  const inner = bad.file.language.subscript(bad.node) !== undefined;
  return [{ at: bad.node, sure: inner ? 1.2 : declared ? 0.6 : 0.95 }];
}

async function makeBefore(node: SyntaxNode, { bad, slice }: TemplateContext): Promise<Patch[]> {
  const { file } = bad;
  const type = await goTypeOf(node, file, slice.index);
  const value = type && zeroOfGoType(type, file) === 'nil' ? madeOfGoType(type, file) : undefined;
  const statement = file.language.statementOf(bad.access);
  if (value === undefined || statement.parent?.type === 'if_statement') return [];
  const lines = ifLines(`${node.text} == nil`, `${node.text} = ${value}`, file);
  const explanation = t('Make {0} before the first write: {1}.', quote(node.text), quote(value));
  return [{ file, edits: [before(statement, lines, file)], explanation }];
}
