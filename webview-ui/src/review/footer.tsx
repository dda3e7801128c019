import { t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { post } from './host.ts';

interface FooterProps {
  readonly hasHunks: boolean;
  readonly disabled: boolean;
}

/** The keys of the page, and the ways to end the run without a fix. */
export function Footer({ hasHunks, disabled }: FooterProps) {
  return (
    <footer class="footer">
      {hasHunks && <Keys />}
      <span class="buttons">
        <Button
          kind="quiet"
          icon="account"
          label={t('Hand over to a person…')}
          title={t('Hand over to a person… End this run and say why.')}
          disabled={disabled}
          onClick={() => post({ type: 'escalate' })}
        />
        <Button
          kind="quiet"
          icon="thumbsdown"
          label={hasHunks ? t('Reject the whole fix…') : t('Leave it at that…')}
          title={
            hasHunks
              ? t('Reject the whole fix… End this run without a fix and say why.')
              : t('Leave it at that… End this run without a fix and say why.')
          }
          disabled={disabled}
          onClick={() => post({ type: 'reject' })}
        />
      </span>
    </footer>
  );
}

function Keys() {
  const keys: [string, string][] = [
    ['n', t('next hunk')],
    ['p', t('previous hunk')],
    ['a', t('accept')],
    ['r', t('reject')],
    ['u', t('undecided')],
    ['Ctrl+Z', t('undo')],
    ['Ctrl+Y', t('redo')],
    ['Esc', t('leave the editor')],
  ];
  return (
    <ul class="keys dim" aria-label={t('Keys')}>
      {keys.map(([key, meaning]) => (
        <li key={key}>
          <kbd>{key}</kbd> {meaning}
        </li>
      ))}
    </ul>
  );
}
