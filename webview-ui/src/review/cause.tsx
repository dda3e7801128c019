import type { Diagnosis } from '@errata/protocol/diagnosis';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { mappingWords, visible } from './words.ts';

const mostLocations = 5;

/** Why it crashed, in words, and the lines that it is about, best first. */
export function Cause({ diagnosis }: { diagnosis: Diagnosis }) {
  return (
    <section class="card" aria-labelledby="cause">
      <h2 id="cause">
        <Icon name="search" /> Cause
      </h2>
      <p class="cause">{visible(diagnosis.cause)}</p>
      {diagnosis.badExpression && (
        <p class="bad-expression">
          Bad value: <code>{visible(diagnosis.badExpression)}</code>
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
        {diagnosis.unmapped.slice(0, mostLocations).map(({ file, line, reason }) => (
          <li key={`${file}:${line}`} class="location dim">
            <span>
              {visible(file)}
              {line !== undefined && `:${line}`}
            </span>
            <span>{visible(reason)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
