import { type PullRequest, type PullRequestForm, pullRequestSchema } from '@errata/protocol/pull-request';
import { t } from '../../l10n/translate.ts';

export type Field = 'title' | 'branch' | 'base' | 'reviewers';
export type Problems = Readonly<Partial<Record<Field, string>>>;

/**
 * What is wrong with each field; nothing when it can be pushed. An owner may be called as commits call people, with a name and an
 * address; whoever is typed is called by one word.
 */
export function problemsOf(
  { title, branch, base, reviewers }: PullRequest,
  owners: readonly string[],
): Problems {
  const found: Record<Field, string | undefined> = {
    title: title.trim() === '' ? t('The pull request needs a title.') : undefined,
    branch: branchProblem(branch.trim()),
    base:
      base.trim() === ''
        ? t('Say which branch it is to be merged into.')
        : base.trim() === branch.trim()
          ? t('A branch cannot be merged into itself.')
          : undefined,
    reviewers: reviewers.some(name => /\s/.test(name) && !owners.includes(name))
      ? t('Separate names with commas; a name has no spaces.')
      : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

/** Git's own rules for the name of a branch, in words. */
function branchProblem(branch: string): string | undefined {
  if (branch === '') return t('The branch needs a name.');
  if (/[\s~^:?*[\\\p{Cc}\p{Cf}]/u.test(branch))
    return t('A branch name has no spaces and none of ~ ^ : ? * [ \\.');
  const isMalformed =
    branch.startsWith('-') ||
    branch.endsWith('.') ||
    branch.includes('..') ||
    branch.includes('@{') ||
    branch.split('/').some(part => part === '' || part.startsWith('.') || part.endsWith('.lock'));
  return isMalformed ? t('Git does not allow this as a branch name.') : undefined;
}

/** The names that are typed beside the boxes. */
export function namesIn(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map(name => name.trim())
    .filter(name => name !== '');
}

/** As it is posted: without room around, and without what this remote cannot do or is not offered. */
export function finished(
  { others = [], ...filled }: PullRequest,
  { limited, related = [] }: PullRequestForm,
): PullRequest {
  const chosen = others.filter(other => related.some(({ issue }) => issue === other));
  return {
    ...filled,
    ...(chosen.length > 0 && { others: chosen }),
    title: filled.title.trim(),
    branch: filled.branch.trim(),
    base: filled.base.trim(),
    reviewers: limited === undefined ? [...new Set(filled.reviewers)] : [],
    draft: limited === undefined && filled.draft,
  };
}

/** What was typed before and kept, as far as it is what a form holds; a field may be empty. */
export function typed(kept: unknown): Partial<PullRequest> {
  if (typeof kept !== 'object' || kept === null) return {};
  const { shape } = pullRequestSchema;
  const fields = { ...shape, title: shape.body, branch: shape.body, base: shape.body };
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, schema]) => [name, schema.safeParse(Reflect.get(kept, name)).data] as const)
      .filter(([, value]) => value !== undefined),
  );
}
