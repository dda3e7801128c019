import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { PublishError } from './publish-error.ts';

const longestSlug = 40;
const longestName = 200;

/** `errata/<issue>-<slug>`: made of letters, digits and dashes only, whatever the title says. */
export function branchName(issue: string, title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > longestSlug) break;
    slug = longer;
  }
  const name = `errata/${issue.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`;
  return slug === '' ? name : `${name}-${slug}`;
}

/** Throws `PublishError` `bad-branch-name` for what git, or a person who reads it, would not take for the name of a branch. */
export async function demandBranchName(
  repository: Repository,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const plain =
    name.length <= longestName &&
    !/^-|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) &&
    !/^(?:HEAD|@|refs\/.*)$/.test(name);
  // In full, so that git takes it for nothing else.
  const args = ['check-ref-format', `refs/heads/${name}`];
  if (plain && (await repository.output(args, { accept: [0, 1], signal })).code === 0) return;
  const shown = JSON.stringify(name.slice(0, longestName));
  throw new PublishError(
    'bad-branch-name',
    t('{0} cannot be the name of a branch. Nothing was pushed.', shown),
  );
}
