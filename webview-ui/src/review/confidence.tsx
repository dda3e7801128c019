import { t } from '../l10n/translate.ts';
import { Prose } from './prose.tsx';
import { confidenceWords, percent } from './words.ts';

/** How sure, and what that rests on. */
export function Confidence({ confidence, reasons }: { confidence: number; reasons: readonly string[] }) {
  const { words, tone } = confidenceWords(confidence);
  return (
    <div class="confidence">
      <span id="confidence">
        {words} <span class="dim">{percent(confidence)}</span>
      </span>
      <progress class={tone} max={1} value={confidence} aria-labelledby="confidence" />
      {reasons.length > 0 && (
        <>
          <h3>{t('Why')}</h3>
          <ul class="reasons">
            {reasons.map(reason => (
              <li key={reason}>
                <Prose text={reason} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
