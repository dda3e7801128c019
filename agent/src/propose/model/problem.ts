import type { ModelTrouble, ModelTroubleReason } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { visible } from '../../diagnose/context/quote.ts';
import type { UnfitReason } from '../changes.ts';

/** What is wrong with an answer, or with one edit in it. */
export type ProblemKind =
  | 'no-edit'
  | 'unclosed'
  | 'no-file'
  | 'not-shown'
  | 'absent'
  | 'many'
  | 'not-empty'
  | 'new-file'
  | Exclude<UnfitReason, 'known'>;

export interface Problem {
  readonly kind: ProblemKind;
  /** As it was written; empty where it is about the whole answer. */
  readonly path: string;
  /** What of the file is most like what was looked for. */
  readonly near?: string | undefined;
}

const reasons: Readonly<Record<ProblemKind, ModelTroubleReason>> = {
  'no-edit': 'bad-answer',
  unclosed: 'bad-answer',
  'no-file': 'bad-answer',
  syntax: 'bad-answer',
  'too-new': 'bad-answer',
  nothing: 'bad-answer',
  absent: 'edit-does-not-match',
  many: 'edit-does-not-match',
  'not-empty': 'edit-does-not-match',
  stale: 'edit-does-not-match',
  'not-shown': 'edit-not-allowed',
  'new-file': 'edit-not-allowed',
  test: 'edit-not-allowed',
  generated: 'edit-not-allowed',
  deleted: 'edit-not-allowed',
  unseen: 'edit-not-allowed',
};

/** For the model, which is to write it better. */
const forModel: Readonly<Record<ProblemKind, string>> = {
  'no-edit': 'There is no edit in the form that is asked for.',
  unclosed: 'An edit lacks its ======= or >>>>>>> REPLACE line.',
  'no-file': 'An edit has no FILE line before it.',
  syntax: 'With these edits the file has syntax errors.',
  'too-new': 'The Node version of this project does not know ?. and ??.',
  nothing: 'The edits change nothing that counts.',
  absent: 'The SEARCH lines do not stand in the file.',
  many: 'The SEARCH lines stand in the file more than once: take more lines around them.',
  'not-empty': 'SEARCH is empty, but the file exists.',
  stale: 'The file has changed in the meantime.',
  'not-shown': 'This file may not be changed: it is none of those that are shown.',
  'new-file':
    'No new file may be written but one regression test, beside the other tests and named as they are.',
  test: 'Tests that exist may not be changed.',
  generated: 'This file is generated: change what it is made from, if that is shown.',
  deleted: 'No file may be deleted.',
  unseen: 'No characters that cannot be seen and no [scrubbed:…] may be written.',
};

export function toldToModel({ kind, path }: Problem): string {
  return path === '' ? forModel[kind] : `${JSON.stringify(visible(path))}: ${forModel[kind]}`;
}

/** For a person, with what to do. */
export function troubleOf({ kind, path }: Problem, model: string): ModelTrouble {
  const reason = reasons[kind];
  const file = visible(path).replace(/\s+/g, ' ').slice(0, 200);
  return { reason, message: messageOf(kind, reason, file, model) };
}

function messageOf(kind: ProblemKind, reason: ModelTroubleReason, file: string, model: string): string {
  if (reason === 'edit-does-not-match')
    return t(
      '{0} wanted to replace lines of {1} that do not stand there just once. Try again, or choose another model.',
      model,
      file,
    );
  if (kind === 'not-shown')
    return t(
      '{0} wanted to change {1}, which it was not shown. Name that file when you ask for a change, if it is to be changed.',
      model,
      file,
    );
  if (reason === 'edit-not-allowed')
    return t(
      '{0} wanted to change {1} in a way that no fix may. It was left out; try again, or choose another model.',
      model,
      file,
    );
  if (kind === 'syntax' || kind === 'too-new')
    return t('What {0} wrote for {1} is no valid code. Try again, or choose another model.', model, file);
  return t('The answer of {0} holds no edit that can be used. Try again, or choose another model.', model);
}
