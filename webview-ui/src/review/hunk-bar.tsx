import type { ReviewHunk } from '@errata/protocol/webview';
import { t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { fileAt, isOpen, snapshot } from './state.ts';
import { stateWords, visible } from './words.ts';

const stateIcons = { accepted: 'pass-filled', rejected: 'error', undecided: 'circle-large' } as const;

/** What stands above a hunk: how it stands, and its buttons. Reads the snapshot itself, so that it stays the same element. */
export function HunkBar({ path, id }: { path: string; id: string }) {
  const shown = snapshot.value;
  const hunks = fileAt(path)?.hunks ?? [];
  const index = hunks.findIndex(hunk => hunk.id === id);
  const hunk = hunks[index];
  if (!shown || !hunk) return null;
  const { state, header } = hunk;
  const mark = (wanted: ReviewHunk['state']) =>
    post({
      type: 'mark',
      scope: { kind: 'hunk', path, hunk: id },
      state: state === wanted ? 'undecided' : wanted,
    });
  const words = stateWords(state);
  const isBusy = shown.busy !== undefined;
  const [number, total, name] = [index + 1, hunks.length, visible(path)];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form
    <div
      class={`hunk ${state}`}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a hunk takes the focus, for the keys that are about it
      tabIndex={0}
      data-path={path}
      data-hunk={id}
      aria-label={t('Hunk {0} of {1} of {2}, {3}', number, total, name, words)}
    >
      <span class="hunk-state">
        <Icon name={stateIcons[state]} />
        {words}
      </span>
      <code class="hunk-header">{header}</code>
      {isOpen(shown) && (
        <span class="buttons">
          <Button
            icon="check"
            label={t('Accept hunk')}
            tone="accept"
            pressed={state === 'accepted'}
            disabled={isBusy}
            title={t('Accept hunk {0} of {1} of {2} (a)', number, total, name)}
            onClick={() => mark('accepted')}
          />
          <Button
            icon="close"
            label={t('Reject hunk')}
            tone="reject"
            pressed={state === 'rejected'}
            disabled={isBusy}
            title={t('Reject hunk {0} of {1} of {2} (r)', number, total, name)}
            onClick={() => mark('rejected')}
          />
        </span>
      )}
    </div>
  );
}
