import type { FileChange } from '@errata/protocol/proposal';
import { createTwoFilesPatch } from 'diff';
import { contextParts, type ModelContext } from '../../diagnose/context/context.ts';
import { languageRule } from '../../diagnose/context/instructions.ts';
import { quoted } from '../../diagnose/context/quote.ts';
import { scrubbedText, withoutKeys } from '../../diagnose/context/secrets.ts';
import type { Sources } from '../../diagnose/sources.ts';
import type { Message, ModelRequest, TextPart } from '../../model/model.ts';
import { sharesOf } from '../../model/window.ts';
import type { EditableFiles } from './editable-files.ts';
import { editRules } from './instructions.ts';
import { type Problem, toldToModel } from './problem.ts';
import type { ProposeWithModelInput } from './propose-with-model.ts';
import { summary } from './summary.ts';

const mostLines = 400;
const mostOfOutput = 250;
const longestWords = 8_000;
const longestPatch = 12_000;

/** What a model is asked for a fix: the code first, which stays the same, then what happened, was tried and was said. */
export async function requestFor(input: ProposeWithModelInput, files: EditableFiles): Promise<ModelRequest> {
  const { context, words, failures = [], samples } = input;
  const told = [...(await namedFiles(files, input.sources, context)), ...earlier(input), task(input)];
  const own: TextPart = { type: 'text', text: told.join('\n\n'), ...(samples > 1 && { stable: true }) };
  return {
    purpose: failures.length > 0 ? 'reflect' : words === undefined ? 'propose' : 'change',
    system: editRules,
    messages: [{ role: 'user', parts: [...contextParts(context), own] }],
    // Room for thinking, too; a fix itself is short.
    maxOutput: sharesOf(input.model.window).output,
  };
}

/** The same once more, with the answer and what was wrong with it. */
export function correctionOf(
  request: ModelRequest,
  answer: string,
  problems: readonly Problem[],
  { fence }: ModelContext,
): ModelRequest {
  const told = problems.map(problem => {
    const near =
      problem.near === undefined
        ? ''
        : `\nMost like them are these lines:\n${quoted(fence, { kind: 'code', file: problem.path }, withoutKeys(problem.near))}`;
    return `- ${toldToModel(problem)}${near}`;
  });
  const text = `Your edits cannot be made:\n${told.join('\n')}\n\nWrite the whole answer again, in the same form, with all edits that are needed.`;
  const answered: Message = { role: 'assistant', parts: [{ type: 'text', text: answer }] };
  const asked: Message = { role: 'user', parts: [{ type: 'text', text }] };
  return { ...request, messages: [...request.messages, answered, asked] };
}

async function namedFiles(
  { named }: EditableFiles,
  sources: Sources,
  { fence }: ModelContext,
): Promise<string[]> {
  const texts = await Promise.all(named.map(path => sources.read(path)));
  return named.map((file, at) => {
    const rows = withoutKeys(texts[at] ?? '').split('\n');
    const shown = rows.length > mostLines ? [...rows.slice(0, mostLines), '⋯'] : rows;
    return quoted(fence, { kind: 'code', file }, shown.join('\n'));
  });
}

/** What was tried and what a person made of it. */
export function earlier({
  context: { fence },
  failures = [],
  before,
  words,
  reproduction,
  model,
}: Pick<ProposeWithModelInput, 'context' | 'failures' | 'before' | 'words' | 'reproduction'> &
  Partial<Pick<ProposeWithModelInput, 'model'>>): string[] {
  const told: string[] = [];
  if (reproduction)
    told.push(
      'This test raises the error now, and has to pass with the fix:',
      quoted(fence, { kind: 'code', file: reproduction.path }, withoutKeys(reproduction.after)),
    );
  for (const { explanation, changes, output } of failures.slice(0, sharesOf(model?.window).failures))
    told.push(
      'This fix was tried and does not hold:',
      quoted(fence, { kind: 'change', about: explanation }, patchOf(changes)),
      quoted(fence, { kind: 'output' }, scrubbedText(summary(output, mostOfOutput))),
    );
  if (before) {
    told.push(
      'This fix was offered to a person:',
      quoted(fence, { kind: 'change' }, patchOf(before.offered)),
    );
    if (before.left)
      told.push(
        'They edited it or rejected a part of it. This is what they left of it, which is to be kept:',
        quoted(fence, { kind: 'change' }, patchOf(before.left)),
      );
  }
  if (words !== undefined)
    told.push(
      'A person who works on this program asks for a change of the fix:',
      quoted(fence, { kind: 'words' }, scrubbedText(words.slice(0, longestWords))),
    );
  return told;
}

function patchOf(changes: readonly FileChange[]): string {
  if (changes.length === 0) return '(nothing)';
  const patches = changes.map(({ path, before, after }) =>
    createTwoFilesPatch(path, path, before ?? '', after ?? '', undefined, undefined, {
      context: 3,
      stripTrailingCr: true,
      timeout: 2_000,
    }),
  );
  return withoutKeys(patches.map(patch => patch?.replace(/^Index: .*\n=+\n/, '') ?? '').join('\n')).slice(
    0,
    longestPatch,
  );
}

function task({ words, failures = [], reproduction }: ProposeWithModelInput): string {
  const fix =
    failures.length > 0
      ? 'Find out why the fixes above do not hold, and write another one.'
      : words === undefined
        ? 'Write the fix.'
        : 'Write the fix as they ask for it.';
  const test = reproduction
    ? ''
    : ' Write a regression test as well, as one new file beside the tests that there are, in their style and with what they use: on the code as it is now it must raise this very error, with the same message at the same line, and pass with the fix.';
  return `${fix}${test}${languageRule()}`;
}
