import { t } from '@vscode/l10n';
import { suggestedEdit } from '../../follow/rounds/suggested-edit.ts';
import type { ForgeComment } from '../../forge/forge.ts';
import type { Repository } from '../../git/repository.ts';
import { sayOnly, type Version } from './round-end.ts';

/** What a comment suggests in so many lines; nothing where it only speaks. Throws `RoundOver` where that cannot be done. */
export async function suggestedVersion(
  repository: Repository,
  comment: ForgeComment,
  tip: string,
  signal: AbortSignal,
): Promise<Version | undefined> {
  const found = await suggestedEdit(repository, comment, tip, signal);
  if (found === undefined) return undefined;
  if ('problem' in found) {
    const message = whyNot(found.problem);
    throw sayOnly(message, t('{0} Nothing was pushed.', message));
  }
  return {
    edits: [found.edit],
    subject: t('take the lines that {0} suggests', comment.author),
    said: t('These lines are in now.'),
  };
}

function whyNot(problem: 'gone' | 'changed' | 'overlapping' | 'already'): string {
  switch (problem) {
    case 'gone':
      return t('The file of this suggestion is not on the branch any more.');
    case 'changed':
      return t('The lines of this suggestion were changed since it was written.');
    case 'overlapping':
      return t('Its suggestions name lines that are not there, or the same ones twice.');
    case 'already':
      return t('The branch has these lines already.');
  }
}
