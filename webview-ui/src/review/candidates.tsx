import type { ReviewSnapshot } from '@errata/protocol/webview';
import { plural, t } from '../l10n/translate.ts';
import { Compare } from './compare.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { madeBy } from './model-words.ts';
import { Pill } from './pill.tsx';
import { Prose } from './prose.tsx';
import { percent, verdictWords } from './words.ts';

export type Alternative = ReviewSnapshot['candidates'][number];

interface CandidatesProps {
  readonly candidates: readonly Alternative[];
  readonly selected: string | undefined;
  readonly disabled: boolean;
}

/** What the selected candidate changes, and the others beside it to choose from. */
export function Candidates({ candidates, selected, disabled }: CandidatesProps) {
  const [only] = candidates;
  if (!only) return null;
  const isAlone = candidates.length === 1;
  return (
    <section class="card candidates" aria-labelledby="candidates">
      <h2 id="candidates">
        <Icon name="lightbulb" /> {isAlone ? t('Proposed fix') : t('Proposed fixes ({0})', candidates.length)}
      </h2>
      {isAlone ? (
        <div class="candidate">
          <About candidate={only} />
        </div>
      ) : (
        <Choice candidates={candidates} selected={selected} disabled={disabled} />
      )}
      {!isAlone && <Compare candidates={candidates} selected={selected} />}
    </section>
  );
}

/** What held comes first; what did not is there for whoever asks. */
function Choice({ candidates, selected, disabled }: CandidatesProps) {
  const isRejected = ({ verification }: Alternative) => verification?.verdict === 'rejected';
  const held = candidates.filter(candidate => !isRejected(candidate));
  const rejected = held.length === 0 ? [] : candidates.filter(isRejected);
  const options = (some: readonly Alternative[]) =>
    some.map(candidate => (
      <label key={candidate.id} class={`candidate${candidate.id === selected ? ' selected' : ''}`}>
        <input
          type="radio"
          name="candidate"
          checked={candidate.id === selected}
          disabled={disabled}
          onChange={() => post({ type: 'select', candidate: candidate.id })}
        />
        <About candidate={candidate} />
      </label>
    ));
  return (
    <div role="radiogroup" aria-labelledby="candidates">
      <div class="alternatives">{options(held.length === 0 ? candidates : held)}</div>
      {rejected.length > 0 && (
        <details class="output" open={rejected.some(({ id }) => id === selected)}>
          <summary>
            {plural(
              rejected.length,
              t('{0} more, rejected by the sandbox', rejected.length),
              t('{0} more, all rejected by the sandbox', rejected.length),
            )}
          </summary>
          <div class="alternatives rejected">{options(rejected)}</div>
        </details>
      )}
    </div>
  );
}

function About({ candidate }: { candidate: Alternative }) {
  const { explanation, verification, confidence } = candidate;
  return (
    <span class="about">
      <span class="explanation">
        <Prose text={explanation} />
      </span>
      <span class="dim">{madeBy(candidate)}</span>
      <span class="standing">
        {verification ? (
          <Pill said={verdictWords(verification)} />
        ) : (
          <Pill said={{ words: t('Not verified'), tone: 'neutral' }} />
        )}
        {confidence !== undefined && <span class="dim">{percent(confidence)}</span>}
      </span>
    </span>
  );
}
