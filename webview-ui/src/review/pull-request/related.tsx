import type { PullRequestForm } from '@errata/protocol/pull-request';
import { t } from '../../l10n/translate.ts';
import { cut } from '../words.ts';

interface RelatedProps {
  readonly related: NonNullable<PullRequestForm['related']>;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

const longest = 200;

/** Other errors that the fix is likely to fix. None is ticked unless a person says so. */
export function Related({ related, chosen, onChange }: RelatedProps) {
  return (
    <fieldset class="field related">
      <legend>{t('Also fixes')}</legend>
      {related.map(({ issue, title, reason }) => (
        <label key={issue} class="tick">
          <input
            type="checkbox"
            checked={chosen.includes(issue)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...chosen, issue] : chosen.filter(each => each !== issue))
            }
          />
          <span>
            <strong>{cut(issue, longest)}</strong> {cut(title, longest)}
            <span class="dim">{cut(reason, longest)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
