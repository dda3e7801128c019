import type { Explanation } from '@errata/protocol/diagnosis';
import { t } from '../l10n/translate.ts';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';
import { cut, visible } from './words.ts';

const mostEvidence = 8;
const longestName = 200;

/** What a model makes of the cause. Its places exist; whether it is right is another matter, and says so. */
export function Explained({ explained }: { explained: Explanation }) {
  const { model, cause, evidence, producedAt, strategy, disprovedBy } = explained;
  return (
    <section class="explained" aria-labelledby="explained">
      <h3 id="explained">
        <Icon name="sparkle" /> {t('What {0} makes of it', cut(model, longestName))}
      </h3>
      <p class="cause">{cause === undefined ? t('It found no root cause.') : <Prose text={cause} />}</p>
      {producedAt && (
        <p>
          {t('The bad value comes from:')} <Place {...producedAt} />
        </p>
      )}
      {evidence.length > 0 && (
        <ul class="plain">
          {evidence.slice(0, mostEvidence).map(({ file, line, why }) => (
            <li key={`${file}:${line}:${why}`} class="location">
              <Place file={file} line={line} />
              <span class="dim">
                <Prose text={why} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {strategy !== undefined && (
        <p>
          {t('To fix it:')} <Prose text={strategy} />
        </p>
      )}
      {disprovedBy !== undefined && (
        <p class="dim">
          {t('It would be wrong if:')} <Prose text={disprovedBy} />
        </p>
      )}
    </section>
  );
}

function Place({ file, line }: { file: string; line: number }) {
  return (
    <button type="button" class="link" onClick={() => post({ type: 'open', file, line })}>
      {visible(file)}:{line}
    </button>
  );
}
