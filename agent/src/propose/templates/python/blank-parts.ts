import { t } from '@vscode/l10n';
import type { SourceFile } from '../../../diagnose/sources.ts';
import { callsNamed } from '../../../diagnose/trace/callers.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Part {
  file: SourceFile;
  variable: string;
  /** The loop or the clause of a comprehension that takes the parts of a text one by one. */
  loop: SyntaxNode;
}

/** The parts of a text, such as its lines, of which a blank one is read like the others. */
export const blankParts: AnyTemplate[] = [
  template<Part>({
    id: 'python/skip-blank-part',
    family: 'python',
    exceptions: ['conversion', 'unpack', 'index', 'json'],
    label: 'root-cause',
    prior: 0.88,
    match: parts,
    edit: skip,
  }),
];

const farthest = 4;

function parts({ bad, slice: { complaint } }: TemplateContext): Found<Part>[] {
  if (complaint.kind === 'unpack' && complaint.got === undefined) return [];
  const text = complaint.kind === 'conversion' ? complaint.text : bad.captured?.text;
  const blank = text !== undefined && /^['"]?\s*['"]?$/.test(text);
  if (complaint.kind === 'conversion' && !blank) return [];
  const found = loopOf(bad.file.language.unwrap(bad.node), bad.file, farthest);
  return found ? [{ at: found, sure: blank ? 1 : 0.8 }] : [];
}

/** Goes from an expression to the loop over split text that its variable comes from: here, or in a caller in the file. */
function loopOf(node: SyntaxNode, file: SourceFile, left: number): Part | undefined {
  const { language } = file;
  const name = [...node.walk()].find(inner => language.isIdentifier(inner))?.text;
  if (name === undefined || left === 0) return undefined;
  for (const around of node.ancestors()) {
    const clause = around.type === 'for_statement' ? around : around.childOfType('for_in_clause');
    const over = clause?.child('right');
    if (!clause || !over || clause.child('left')?.text !== name) continue;
    const split = /\.(?:r?split|splitlines|readlines)\([^()]*\)$/.test(over.text);
    return split ? { file, variable: name, loop: clause } : undefined;
  }
  const info = language.functionOf(node);
  if (!info?.body) return undefined;
  const given = language
    .assignments(info.body)
    .findLast(known => known.target.text === name && known.statement.start < node.start);
  if (given?.value) return loopOf(given.value, file, left - 1);
  const position = info.parameters.findIndex(parameter => parameter.name === name);
  for (const { arguments: passed } of position < 0 ? [] : callsNamed(file, info.name)) {
    const argument = passed[position];
    const found = argument ? loopOf(argument, file, left - 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function skip({ file, variable, loop }: Part): Patch[] {
  const explanation = t('Pass over parts of {0} that are blank.', quote(loop.child('right')?.text ?? ''));
  if (loop.type === 'for_in_clause') {
    const last = loop.parent?.childOfType('if_clause') ?? loop;
    const text = last === loop ? ` if ${variable}.strip()` : ` and ${variable}.strip()`;
    return [{ file, edits: [insertAt(last.end, text)], explanation }];
  }
  const first = loop.child('body')?.parts[0];
  if (!first) return [];
  return [
    { file, edits: [before(first, ifLines(`not ${variable}.strip()`, 'continue', file), file)], explanation },
  ];
}
