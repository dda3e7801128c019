import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Patch } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { before, firstStatement, ifLines } from '../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../template.ts';
import type { ExitsOf } from './exit.ts';

interface Short {
  file: SourceFile;
  info: FunctionInfo;
  /** The statement before which the length is to be looked at. */
  statement: SyntaxNode;
  sequence: string;
  condition: string;
}

/** Templates for a function that takes an element of a sequence which may have none, or too few. */
export function shortSequenceTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
  exitsOf: ExitsOf,
): AnyTemplate[] {
  return [
    template<Short>({
      id: `${family}/empty-base-case`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.88,
      match: tooShort,
      edit: at =>
        exitsOf(at.info, at.statement, at.sequence, at.file).map(
          (exit): Patch => ({
            file: at.file,
            edits: [
              before(at.statement, ifLines(at.condition, exit.statement, at.file), at.file),
              ...(exit.edits ?? []),
            ],
            explanation: t(
              'Leave `{0}` when `{1}` is too short: {2}.',
              at.info.qualifiedName,
              at.sequence,
              quote(exit.statement),
            ),
            weight: exit.weight,
          }),
        ),
    }),
  ];
}

function tooShort({ bad, slice }: TemplateContext): Found<Short>[] {
  const { file, function: info } = bad;
  const found = slice.origins.find(origin => origin.kind === 'index' || origin.kind === 'empty');
  if (!info || !found || found.file !== file || slice.origins.some(({ kind }) => kind === 'loop-bound'))
    return [];
  const sequence = found.kind === 'index' ? found.sequence : found.collection;
  if (!/^[\w.]+$/.test(sequence.text)) return [];
  const { complaint } = slice;
  const told = complaint.kind === 'index' ? complaint : undefined;
  const index = found.kind === 'index' ? found.index.text : '0';
  const constant = /^\d+$/.test(index) ? Number(index) : undefined;
  const empty = constant === 0 || told?.length === 0 || told?.index === -1;
  if (!empty && constant === undefined) return [];
  const condition = conditionFor(sequence.text, empty ? 0 : (constant ?? 0), bad.access, file);
  const statement = placeFor(sequence.text, bad.access, info, file);
  if (!statement) return [];
  return [{ at: { file, info, statement, sequence: sequence.text, condition }, sure: empty ? 1 : 0.85 }];
}

/** That a sequence ends before an index. */
function conditionFor(sequence: string, index: number, access: SyntaxNode, { language }: SourceFile): string {
  const beyond = index === 0 ? '== 0' : `<= ${index}`;
  if (language.family === 'go') return `len(${sequence}) ${beyond}`;
  if (language.subscript(access)) return `${sequence}.length ${beyond}`;
  if (index === 0) return `${sequence}.isEmpty()`;
  const text = /^(?:charAt|substring|codePointAt)$/.test(
    language.call(access)?.callee.text.split('.').at(-1) ?? '',
  );
  return `${sequence}.${text ? 'length' : 'size'}() ${beyond}`;
}

/** The function's first statement for a parameter, else the statement that takes the element. */
function placeFor(
  sequence: string,
  access: SyntaxNode,
  info: FunctionInfo,
  { language }: SourceFile,
): SyntaxNode | undefined {
  const first = firstStatement(info);
  if (info.parameters.some(known => known.name === sequence) && first) {
    const assigned = info.body
      ? language.assignments(info.body).some(found => found.target.text === sequence)
      : false;
    if (!assigned) return first;
  }
  const statement = language.statementOf(access);
  return info.body?.contains(statement) && statement.parent?.type !== 'if_statement' ? statement : undefined;
}
