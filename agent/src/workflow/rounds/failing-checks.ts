import { code } from '@errata/protocol/markdown';
import { t } from '@vscode/l10n';
import type { Forge } from '../../forge/forge.ts';
import { refuse, sayOnly } from './round-end.ts';

const mostNamed = 5;

/**
 * Sees whether failed checks have to do with the fix at all. Throws `RoundOver` where they are of a version before, do not fail any
 * more, or fail without the fix, too; `ForgeError`.
 */
export async function demandOwnFailure(
  forge: Forge,
  { failed, tip, ground }: { failed: string; tip: string; ground: string },
  signal: AbortSignal,
): Promise<void> {
  if (failed !== tip) throw refuse(t('The branch has moved on since these checks failed.'));
  const now = await forge.failedChecks(tip, signal);
  if (now.length === 0) throw refuse(t('The checks do not fail any more.'));
  const before = new Set((await forge.failedChecks(ground, signal)).map(({ name }) => name));
  if (!now.every(({ name }) => before.has(name))) return;
  const names = now.slice(0, mostNamed).map(({ name }) => code(name));
  throw sayOnly(
    t('These checks fail without the fix, too.'),
    t(
      'What fails here fails on the commit that this branch is made on, too: {0}. The branch stays as it is.',
      names.join(', '),
    ),
  );
}
