import { t } from '@vscode/l10n';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { resultTypes, zeroOfGoType } from '../../edit/go-types.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { after, ifLines } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';
import { goExits } from './exits.ts';

interface Taken {
  file: SourceFile;
  info: FunctionInfo;
  statement: SyntaxNode;
  /** The target of what is thrown away: `_`, or none where an assertion has no `ok`. */
  second: SyntaxNode | undefined;
  left: SyntaxNode;
}

/** What `v, err := …` and `v, ok := …` tell, and nobody looked at. */
export const errors: AnyTemplate[] = [
  template<Taken>({
    id: 'go/check-ignored-error',
    family: 'go',
    exceptions: ['nothing', 'index'],
    label: 'root-cause',
    prior: 0.96,
    match: context => taken(context).filter(({ at }) => at.second !== undefined && calls(at)),
    edit: checkError,
  }),
  template<Taken>({
    id: 'go/check-assertion',
    family: 'go',
    exceptions: ['nothing', 'wrong-type'],
    label: 'root-cause',
    prior: 0.9,
    match: context => taken(context).filter(({ at }) => at.second === undefined && asserts(at)),
    edit: checkAssertion,
  }),
];

/** The declaration that gives the bad variable its value, or the one whose assertion fails. */
function taken({ bad, slice }: TemplateContext): Found<Taken>[] {
  const { file, function: info } = bad;
  const { language } = file;
  if (!info?.body) return [];
  const found: Found<Taken>[] = [];
  for (const statement of info.body.walk()) {
    if (statement.type !== 'short_var_declaration' || statement.start > bad.access.end) continue;
    const left = statement.child('left');
    const [first, second, ...more] = left?.parts ?? [];
    if (!left || !first || more.length > 0 || !/^_?$/.test(second?.text ?? '')) continue;
    const crashes = statement.contains(bad.access) && slice.crash?.line === statement.line;
    const named = language.isIdentifier(bad.node) && first.text === bad.node.text;
    const indexed = bad.badness === 'index' && new RegExp(`^${first.text}\\b`).test(bad.node.text);
    if (crashes || named || indexed) found.push({ at: { file, info, statement, second, left }, sure: 1 });
  }
  return found;
}

function right({ statement }: Taken): SyntaxNode | undefined {
  return statement.child('right')?.parts[0];
}

function calls(at: Taken): boolean {
  const value = right(at);
  return value !== undefined && at.file.language.call(value) !== undefined;
}

function asserts(at: Taken): boolean {
  return right(at)?.type === 'type_assertion_expression';
}

/** Names the error and gives it on; without a result for it the function leaves as it does otherwise. */
function checkError(at: Taken): Patch[] {
  const { file, info, statement, second } = at;
  if (!second) return [];
  const types = resultTypes(info);
  const name = /\berr\b/.test(info.node.text) ? 'failure' : 'err';
  const zeros = types.slice(0, -1).map(type => zeroOfGoType(type, file));
  const passes = types.at(-1) === 'error' && !zeros.includes(undefined);
  const exits = passes
    ? [{ statement: `return ${[...zeros, name].join(', ')}`, weight: 1, edits: [] }]
    : goExits(info, statement, 'value', file);
  return exits.map(exit => ({
    file,
    edits: [
      replace(second, name),
      after(statement, ifLines(`${name} != nil`, exit.statement, file), file),
      ...(exit.edits ?? []),
    ],
    explanation: t('Look at the error of {0} instead of throwing it away.', quote(right(at)?.text ?? '')),
    weight: exit.weight,
  }));
}

function checkAssertion(at: Taken): Patch[] {
  const { file, info, statement, left } = at;
  const value = right(at);
  const name = /\bok\b/.test(info.node.text) ? 'fits' : 'ok';
  const asserted = value?.child('operand')?.text ?? '';
  return goExits(info, statement, asserted, file).map(exit => ({
    file,
    edits: [
      { start: left.end, end: left.end, text: `, ${name}` },
      after(statement, ifLines(`!${name}`, exit.statement, file), file),
      ...(exit.edits ?? []),
    ],
    explanation: t('Look whether {0} is what it is taken for: {1}.', quote(asserted), quote(exit.statement)),
    weight: exit.weight,
  }));
}
