import type { Responsibility } from '@errata/protocol/responsibility';
import type { FileHistories } from '../../git/file-histories.ts';
import { named, shares } from './people.ts';
import type { OwnerRules } from './rules.ts';

/** Who answers for each file; files without a history are left out. */
export function responsibilities(
  { changes, complete }: FileHistories,
  rules: OwnerRules | undefined,
): Responsibility[] {
  const found: Responsibility[] = [];
  for (const [file, commits] of changes) {
    const [newest] = commits;
    const [primary] = shares(commits);
    if (newest === undefined || primary === undefined) continue;
    found.push({
      file,
      primaryAuthor: named(primary),
      contribution: primary.share,
      codeOwners: [...new Set((rules?.claimsOn(file) ?? []).flatMap(claim => claim.owners))],
      lastModified: {
        date: newest.date,
        by: named(newest),
        commit: newest.commit,
        subject: newest.subject,
      },
      commits: commits.length,
      bounded: !complete,
    });
  }
  return found;
}
