import type { ReviewSnapshot } from '@errata/protocol/webview';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';
import { engineWords, percent, verdictWords } from './words.ts';

interface CandidatesProps {
  readonly candidates: ReviewSnapshot['candidates'];
  readonly selected: string | undefined;
  readonly disabled: boolean;
}

/** What the selected candidate changes, and the others to choose from. */
export function Candidates({ candidates, selected, disabled }: CandidatesProps) {
  if (candidates.length === 0) return null;
  return (
    <section class="card candidates">
      <h2 id="candidates">
        <Icon name="lightbulb" />{' '}
        {candidates.length === 1 ? 'Proposed fix' : `Proposed fixes (${candidates.length})`}
      </h2>
      <div role="radiogroup" aria-labelledby="candidates">
        {candidates.map(candidate => (
          <label key={candidate.id} class={`candidate${candidate.id === selected ? ' selected' : ''}`}>
            <input
              type="radio"
              name="candidate"
              checked={candidate.id === selected}
              disabled={disabled}
              onChange={() => post({ type: 'select', candidate: candidate.id })}
            />
            <span>
              <span class="explanation">
                <Prose text={candidate.explanation} />
              </span>
              <span class="dim">
                {[
                  engineWords(candidate),
                  candidate.verification && verdictWords(candidate.verification).words.toLowerCase(),
                  candidate.confidence !== undefined && percent(candidate.confidence),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </label>
        ))}
      </div>
    </section>
  );
}
