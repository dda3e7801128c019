import { useState } from 'preact/hooks';
import { t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { keepField, keptFields, post } from './host.ts';
import { Icon } from './icon.tsx';
import { visible } from './words.ts';

const field = 'request';

interface AskProps {
  /** What was asked for so far. */
  readonly requests: readonly string[];
  readonly disabled: boolean;
}

/** Asks for another round in words, and keeps what was asked in sight. */
export function AskForChange({ requests, disabled }: AskProps) {
  const [words, setWords] = useState(() => String(keptFields()[field] ?? ''));
  const change = (text: string) => {
    setWords(text);
    keepField(field, text);
  };
  const request = words.trim();
  const isMissing = disabled || request === '';
  const ask = () => {
    if (isMissing) return;
    post({ type: 'askForChange', request });
    change('');
  };
  return (
    <section class="card ask" aria-labelledby="ask">
      <h2 id="ask">
        <Icon name="comment-discussion" /> {t('Ask for a change')}
      </h2>
      {requests.length > 0 && (
        <ol class="requests" aria-label={t('What you asked for')}>
          {requests.map((asked, index) => (
            // Words may be asked for twice; their order never changes.
            <li key={`${index}:${asked}`}>{visible(asked)}</li>
          ))}
        </ol>
      )}
      <textarea
        rows={2}
        value={words}
        aria-labelledby="ask"
        placeholder={t('Say what should be different, in your own words')}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          ask();
        }}
      />
      <p class="ask-send">
        <span class="dim">{t('Your edits and decisions go along.')}</span>
        <Button
          label={t('Ask')}
          title={t('Ask for another round (Ctrl+Enter)')}
          disabled={isMissing}
          onClick={ask}
        />
      </p>
    </section>
  );
}
