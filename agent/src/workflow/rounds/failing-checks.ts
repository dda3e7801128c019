import { code } from '@errata/protocol/markdown';
import { t } from '@vscode/l10n';
import type { FailedCheck, Forge } from '../../forge/forge.ts';
import { refuse, sayOnly } from './round-end.ts';

const mostNamed = 5;

/**
 * The failed checks that have to do with the fix, with what they printed. Throws `RoundOver` where they are of a version before, do not
 * fail any more, or all fail without the fix, too; `ForgeError`.
 */
export async function ownFailures(
  forge: Forge,
  { failed, tip, ground }: { failed: string; tip: string; ground: string },
  signal: AbortSignal,
): Promise<FailedCheck[]> {
  if (failed !== tip) throw refuse(t('The branch has moved on since these checks failed.'));
  const now = await forge.failedChecks(tip, signal);
  if (now.length === 0) throw refuse(t('The checks do not fail any more.'));
  const before = new Set((await forge.failedChecks(ground, signal)).map(({ name }) => name));
  const own = now.filter(({ name }) => !before.has(name));
  if (own.length > 0) return own;
  const names = now.slice(0, mostNamed).map(({ name }) => code(name));
  throw sayOnly(
    t('These checks fail without the fix, too.'),
    t(
      'What fails here fails on the commit that this branch is made on, too: {0}. The branch stays as it is.',
      names.join(', '),
    ),
  );
}
