import type { Diagnosis } from '@errata/protocol/diagnosis';
import { plural, t } from '../l10n/translate.ts';
import { Explained } from './explained.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';
import { mappingWords, visible } from './words.ts';

const mostLocations = 5;
const mostUnmapped = 50;

/** Why it crashed, in words, and the lines that it is about, best first. */
export function Cause({ diagnosis }: { diagnosis: Diagnosis }) {
  return (
    <section class="card" aria-labelledby="cause">
      <h2 id="cause">
        <Icon name="search" /> {t('Cause')}
      </h2>
      <p class="cause">
        <Prose text={diagnosis.cause} />
      </p>
      {diagnosis.badExpression && (
        <p class="bad-expression">
          {t('Bad value:')} <code>{visible(diagnosis.badExpression)}</code>
        </p>
      )}
      <ul class="plain">
        {diagnosis.locations.slice(0, mostLocations).map(({ file, line, symbol, mapping, reasons }) => (
          <li key={`${file}:${line}`} class="location">
            <button
              type="button"
              class="link"
              title={[mappingWords(mapping), ...reasons].map(visible).join('\n')}
              onClick={() => post({ type: 'open', file, line })}
            >
              {visible(file)}:{line}
            </button>
            {symbol && <span class="dim">{visible(symbol)}</span>}
          </li>
        ))}
      </ul>
      <Unmapped frames={diagnosis.unmapped} />
      {diagnosis.explained && <Explained explained={diagnosis.explained} />}
    </section>
  );
}

/** Frames that could not be followed into the checkout, each with the reason. */
function Unmapped({ frames }: { frames: Diagnosis['unmapped'] }) {
  if (frames.length === 0) return null;
  return (
    <details class="output">
      <summary>
        {plural(
          frames.length,
          t('{0} frame is not in this repository', frames.length),
          t('{0} frames are not in this repository', frames.length),
        )}
      </summary>
      <ul class="plain dim">
        {frames.slice(0, mostUnmapped).map(({ file, line, reason }) => (
          <li key={`${file}:${line}`} class="location">
            <span>
              {visible(file)}
              {line !== undefined && `:${line}`}
            </span>
            <span>{visible(reason)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
