import { useState } from 'preact/hooks';
import { t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { keepField, keptFields, post } from './host.ts';
import { Icon } from './icon.tsx';
import { cut, visible } from './words.ts';

const longestName = 200;
const field = 'request';

interface AskProps {
  /** What was asked for so far. */
  readonly requests: readonly string[];
  /** What follows them; nothing where they are only kept. */
  readonly writer: string | undefined;
  readonly disabled: boolean;
}

/** Asks for another round in words, and keeps what was asked in sight. */
export function AskForChange({ requests, writer, disabled }: AskProps) {
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
        {writer === undefined ? (
          <span class="dim">
            {t('No model is chosen that could follow words: another fix is looked for, and they are kept.')}{' '}
            <button type="button" class="link" onClick={() => post({ type: 'model', action: 'choose' })}>
              {t('Choose a model')}
            </button>
          </span>
        ) : (
          <span class="dim">{t('Your edits and decisions go along to {0}.', cut(writer, longestName))}</span>
        )}
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
