import type { ReviewSnapshot } from '@errata/protocol/webview';
import { plural, t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { pushHindrance, tally } from './words.ts';

/** What can be done with the whole proposal. Stays in sight while the diff scrolls. */
export function Actions({ shown }: { shown: ReviewSnapshot }) {
  const { accepted, rejected, undecided, total } = tally(shown.files);
  const hindrance = pushHindrance(shown);
  const isBusy = shown.busy !== undefined;
  return (
    <div class="actions" role="toolbar" aria-label={t('The whole fix')}>
      <p class="tally" role="status" aria-live="polite">
        <strong>
          {plural(
            total,
            t('{0} of {1} hunk decided', total - undecided, total),
            t('{0} of {1} hunks decided', total - undecided, total),
          )}
        </strong>
        <span class="dim">{hindrance ?? t('{0} accepted, {1} rejected.', accepted, rejected)}</span>
      </p>
      <span class="buttons">
        <Layout layout={shown.layout} />
        <Steps shown={shown} />
        <Marks shown={shown} />
        <Verify shown={shown} />
        <Button
          icon="edit"
          label={t('Apply to workspace')}
          title={t('Apply to workspace: put the accepted hunks into your open files, as one edit')}
          disabled={isBusy || accepted === 0}
          onClick={() => post({ type: 'apply' })}
        />
        <Button
          kind="primary"
          icon="repo-push"
          label={t('Push Pull Request')}
          title={
            hindrance === undefined
              ? t('Push Pull Request: the accepted hunks, on a branch of their own')
              : t('Push Pull Request: {0}', hindrance)
          }
          disabled={hindrance !== undefined}
          onClick={() => post({ type: 'preparePullRequest' })}
        />
      </span>
    </div>
  );
}

function Layout({ layout }: Pick<ReviewSnapshot, 'layout'>) {
  const isInline = layout === 'inline';
  return (
    <Button
      bare
      kind="quiet"
      icon={isInline ? 'split-horizontal' : 'list-flat'}
      label={isInline ? t('Side by side') : t('Inline')}
      title={isInline ? t('Show both texts side by side') : t('Show both texts in one column')}
      onClick={() => post({ type: 'layout', layout: isInline ? 'side-by-side' : 'inline' })}
    />
  );
}

function Steps({ shown: { canUndo, canRedo, busy } }: { shown: ReviewSnapshot }) {
  return (
    <>
      <Button
        bare
        kind="quiet"
        icon="discard"
        label={t('Undo')}
        title={t('Take the last decision or edit back')}
        disabled={!canUndo || busy !== undefined}
        onClick={() => post({ type: 'undo' })}
      />
      <Button
        bare
        kind="quiet"
        icon="redo"
        label={t('Redo')}
        title={t('Do again what was taken back')}
        disabled={!canRedo || busy !== undefined}
        onClick={() => post({ type: 'redo' })}
      />
    </>
  );
}

function Marks({ shown: { files, busy } }: { shown: ReviewSnapshot }) {
  const { accepted, rejected, undecided } = tally(files);
  const disabled = busy !== undefined;
  const mark = (kind: 'all' | 'undecided', state: 'accepted' | 'rejected') =>
    post({ type: 'mark', scope: { kind }, state });
  return (
    <>
      <Button
        kind={accepted + rejected > 0 ? 'quiet' : 'secondary'}
        icon="check-all"
        label={t('Accept all')}
        title={t('Accept all hunks of all files')}
        disabled={disabled}
        onClick={() => mark('all', 'accepted')}
      />
      <Button
        kind="quiet"
        icon="close-all"
        label={t('Reject all')}
        title={t('Reject all hunks of all files')}
        disabled={disabled}
        onClick={() => mark('all', 'rejected')}
      />
      {undecided > 0 && accepted + rejected > 0 && (
        <Button
          label={t('Accept the rest ({0})', undecided)}
          title={t('Accept the rest ({0}): all hunks that are undecided', undecided)}
          disabled={disabled}
          onClick={() => mark('undecided', 'accepted')}
        />
      )}
    </>
  );
}

/** Runs what stands there now; says what that is. */
function Verify({ shown }: { shown: ReviewSnapshot }) {
  const { rejected, total } = tally(shown.files);
  const { label, title } = verifyWords(shown, rejected > 0);
  return (
    <Button
      kind={shown.verification ? 'quiet' : 'secondary'}
      icon="beaker"
      label={label}
      title={title}
      disabled={shown.busy !== undefined || rejected === total}
      onClick={() => post({ type: 'verify' })}
    />
  );
}

function verifyWords({ files, verification }: ReviewSnapshot, withoutSome: boolean) {
  if (files.some(({ edited }) => edited)) {
    const label = t('Verify with your edits');
    return { label, title: t('{0}: run what is not rejected in the sandbox, as you edited it', label) };
  }
  if (withoutSome && !verification) {
    const label = t('Verify selection');
    return { label, title: t('{0}: run the fix without the rejected hunks in the sandbox', label) };
  }
  const label = verification ? t('Verify again') : t('Verify');
  return { label, title: t('{0}: run the fix in the sandbox', label) };
}
