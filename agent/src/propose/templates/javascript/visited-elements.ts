import { t } from '@vscode/l10n';
import { callsOfItself } from '../../../diagnose/crash/recursion.ts';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { end, indentOf, layoutOf } from '../../edit/layout.ts';
import { insertAt, type Patch } from '../../edit/patch.ts';
import { statementEnd } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Walk {
  file: SourceFile;
  info: FunctionInfo;
  /** The statement that goes into an element, and the element. */
  statement: SyntaxNode;
  call: SyntaxNode;
  element: string;
}

/** A walk through a graph that goes into each element of a list, which may lead back to one where it has been. */
export const visitedElements: AnyTemplate[] = [
  template<Walk>({
    id: 'javascript/remember-visited-elements',
    family: 'javascript',
    exceptions: ['recursion'],
    label: 'root-cause',
    prior: 0.85,
    match: walks,
    edit: remember,
  }),
];

const name = 'visited';

function walks({ bad }: TemplateContext): Found<Walk>[] {
  const { file, function: info } = bad;
  if (!info?.body || new RegExp(`\\b${name}\\b`).test(info.node.text)) return [];
  const calls = callsOfItself(info, file);
  const [call] = calls;
  const simple = info.parameters.every(
    one => !one.rest && !one.destructured && one.node.parent?.type === 'formal_parameters',
  );
  const whole = file.language.call(call ?? info.node)?.arguments.length === info.parameters.length;
  if (!call || calls.length > 1 || !simple || !whole) return [];
  const statement = file.language.statementOf(call);
  const element = elementOf(call, info);
  if (element === undefined || statement.type !== 'expression_statement') return [];
  return [{ at: { file, info, statement, call, element }, sure: 1 }];
}

/** The variable of the loop around a call that the call is about. */
function elementOf(call: SyntaxNode, info: FunctionInfo): string | undefined {
  for (const around of call.ancestors()) {
    if (around === info.node) return undefined;
    if (around.type !== 'for_in_statement') continue;
    const variable = around.child('left')?.text ?? '';
    const used = new RegExp(`(?<![\\w$.])${variable.replaceAll('$', '\\$')}(?![\\w$])`).test(call.text);
    return /^[\w$]+$/.test(variable) && used ? variable : undefined;
  }
  return undefined;
}

function remember({ file, info, statement, call, element }: Walk): Patch[] {
  const last = info.parameters.at(-1);
  const given = file.language.call(call)?.arguments.at(-1);
  if (!last || !given) return [];
  const { newline, indent } = layoutOf(file);
  const at = indentOf(statement);
  const inside = newline + at + indent;
  const shifted = [...statement.text.matchAll(/\n(?=[^\r\n])/g)].map(({ index }) =>
    insertAt(statement.start + index + 1, indent),
  );
  return [
    {
      file,
      edits: [
        insertAt(last.node.end, `, ${name} = new Set()`),
        insertAt(
          statement.start,
          `if (!${name}.has(${element})) {${inside}${name}.add(${element})${end(file)}${inside}`,
        ),
        ...shifted,
        insertAt(given.end, `, ${name}`),
        insertAt(statementEnd(statement), `${newline}${at}}`),
      ],
      explanation: t('Go from `{0}` into each `{1}` only once.', info.qualifiedName, element),
    },
  ];
}
