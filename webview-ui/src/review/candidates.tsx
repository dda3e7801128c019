import type { ReviewSnapshot } from '@errata/protocol/webview';
import { t } from '../l10n/translate.ts';
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
        <div class="alternatives" role="radiogroup" aria-labelledby="candidates">
          {candidates.map(candidate => (
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
          ))}
        </div>
      )}
      {!isAlone && <Compare candidates={candidates} selected={selected} />}
    </section>
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
