import type { ReviewSnapshot } from '@errata/protocol/webview';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { hunks, pushHindrance, tally } from './words.ts';

/** What can be done with the whole proposal. Stays in sight while the diff scrolls. */
export function Actions({ snapshot }: { snapshot: ReviewSnapshot }) {
  const { accepted, rejected, undecided, total } = tally(snapshot.files);
  const hindrance = pushHindrance(snapshot);
  const busy = snapshot.busy !== undefined;
  const all = (state: 'accepted' | 'rejected') => post({ type: 'mark', scope: { kind: 'all' }, state });
  return (
    <div class="actions" role="toolbar" aria-label="The whole fix">
      <p class="tally" role="status" aria-live="polite">
        <strong>
          {total - undecided} of {hunks(total)} decided
        </strong>
        <span class="dim">{hindrance ?? `${accepted} accepted, ${rejected} rejected.`}</span>
      </p>
      <span class="buttons">
        <Button
          kind="quiet"
          icon="check-all"
          label="Accept all"
          title="Accept all hunks of all files"
          disabled={busy}
          onClick={() => all('accepted')}
        />
        <Button
          kind="quiet"
          icon="close-all"
          label="Reject all"
          title="Reject all hunks of all files"
          disabled={busy}
          onClick={() => all('rejected')}
        />
        {!snapshot.verification && (
          <Button
            icon="beaker"
            label="Verify selection"
            title="Run what is not rejected in the sandbox"
            disabled={busy || rejected === total}
            onClick={() => post({ type: 'verify' })}
          />
        )}
        <Button
          icon="edit"
          label="Apply to workspace"
          title="Put the accepted hunks into your open files, as one edit"
          disabled={busy || accepted === 0}
          onClick={() => post({ type: 'apply' })}
        />
        {undecided > 0 && accepted + rejected > 0 && (
          <Button
            label={`Accept the rest (${undecided})`}
            title={`Accept the ${hunks(undecided)} that are undecided`}
            disabled={busy}
            onClick={() => post({ type: 'mark', scope: { kind: 'undecided' }, state: 'accepted' })}
          />
        )}
        <Button
          kind="primary"
          icon="repo-push"
          label="Push Pull Request"
          title={
            hindrance ? `Push Pull Request: ${hindrance}` : 'Push the accepted hunks on a branch of their own'
          }
          disabled={hindrance !== undefined}
          onClick={() => post({ type: 'preparePullRequest' })}
        />
      </span>
    </div>
  );
}
