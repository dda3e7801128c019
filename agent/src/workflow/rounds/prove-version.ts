import { words } from '@errata/protocol/markdown';
import type { Verification } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { judge } from '../../decide/policy.ts';
import { withEdits } from '../../follow/rounds/branch-now.ts';
import { verifyChanges } from '../verify-changes.ts';
import { sayOnly, type Version } from './round-end.ts';
import type { RoundWork } from './round-work.ts';

/**
 * Proves the branch as it would be with this version: all that it changes, whoever made it. Throws `RoundOver` where a fence forbids it
 * or the sandbox rejects it, `SandboxError`.
 */
export async function proveVersion(
  { bench, branch, proposal }: RoundWork,
  { edits, candidate }: Version,
  signal: AbortSignal,
): Promise<Verification> {
  const changes = withEdits(branch, edits);
  if (changes.length === 0)
    throw sayOnly(
      t('Nothing would be left of the fix.'),
      t('With that, nothing would be left of the fix; nothing was pushed.'),
    );
  const { allowed, violations } = judge(edits, 1);
  // Nobody has looked at what an engine wrote.
  if (!allowed || (candidate !== undefined && violations.length > 0)) {
    const why = violations.map(({ message }) => message).join(' ');
    throw sayOnly(
      t('A fence forbids it: {0}', why),
      t(
        'This may not be changed from here: {0} Nothing was pushed; push it yourself if it is meant.',
        words(why),
      ),
    );
  }
  const { verification } = await verifyChanges(bench, { proposal }, { changes, looked: candidate }, signal);
  if (verification.verdict !== 'rejected') return verification;
  throw sayOnly(
    t('The sandbox rejected it: {0}', verification.reason),
    t('It was tried in the sandbox and does not hold: {0} Nothing was pushed.', words(verification.reason)),
  );
}
