import type { ContainmentQuestion } from '@errata/protocol/deployment';
import { t } from '@vscode/l10n';
import { GitError } from '../../git/git-error.ts';
import { findCommit, findVersion, type Source } from './find-commit.ts';
import { type Found, findFix } from './find-fix.ts';

/** Why a repository cannot say, so that the question stays for others, or for later. */
export interface Unanswered {
  readonly unknown: string;
}

/** Whether what was deployed, or what an event came from, holds a fix. Throws `GitError` `cancelled`. */
export async function answerQuestion(
  source: Omit<Source, 'base'>,
  question: Pick<ContainmentQuestion, 'commit' | 'version' | 'fix'>,
  signal?: AbortSignal,
): Promise<Found | Unanswered> {
  try {
    return await answer({ ...source, base: question.fix.base }, question, signal);
  } catch (error) {
    if (!GitError.is(error) || error.reason === 'cancelled') throw error;
    return { unknown: error.message };
  }
}

async function answer(
  source: Source,
  { commit, version, fix }: Pick<ContainmentQuestion, 'commit' | 'version' | 'fix'>,
  signal?: AbortSignal,
): Promise<Found | Unanswered> {
  const { repository } = source;
  if (repository.isShallow()) {
    const unknown = t(
      '{0} is a shallow clone, whose history ends too early; git fetch --unshallow brings the rest.',
      repository.root,
    );
    return { unknown };
  }
  const asked = commit ?? version ?? '';
  const targets = commit === undefined ? await findVersion(source, asked, signal) : await one(commit);
  if (targets.length === 0)
    return { unknown: t('{0} knows no commit that is called {1}.', repository.root, asked) };
  const [merge] = await one(fix.merge);
  if (merge === undefined)
    return { unknown: t('{0} does not have {1}, by which the fix was merged.', repository.root, fix.merge) };
  // The branch may be gone: what was merged tells enough then.
  await findCommit(source, fix.head, signal);
  const found: Found[] = [];
  for (const target of targets) {
    const each = await findFix(repository, fix, target, signal);
    if (each === undefined)
      return { unknown: t('The history of {0} does not tell what the fix changed.', repository.root) };
    found.push(each);
  }
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined || first.contains !== last.contains)
    return { unknown: t('Some commits that are called {0} have the fix, and some do not.', asked) };
  return last;

  async function one(name: string): Promise<string[]> {
    const known = await findCommit(source, name, signal);
    return known === undefined ? [] : [known];
  }
}
