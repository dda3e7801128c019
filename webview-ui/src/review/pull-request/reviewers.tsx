import type { PullRequestForm } from '@errata/protocol/pull-request';
import { t } from '../../l10n/translate.ts';
import { visible } from '../words.ts';
import { FormField, saying } from './field.tsx';
import { namesIn } from './validation.ts';

interface ReviewersProps {
  readonly form: PullRequestForm;
  readonly chosen: readonly string[];
  /** As typed: commas and all. */
  readonly others: string;
  readonly problem: string | undefined;
  readonly onChange: (chosen: string[], others: string) => void;
}

/** The owners to choose from, and room for others. */
export function Reviewers({ form: { owners }, chosen, others, problem, onChange }: ReviewersProps) {
  const ticked = owners.filter(owner => chosen.includes(owner));
  return (
    <fieldset class="field reviewers">
      <legend>{t('Reviewers')}</legend>
      {owners.map(owner => (
        <label key={owner} class="tick">
          <input
            type="checkbox"
            checked={ticked.includes(owner)}
            onChange={({ currentTarget: { checked } }) => {
              const next = owners.filter(each => (each === owner ? checked : ticked.includes(each)));
              onChange([...next, ...namesIn(others)], others);
            }}
          />
          <span>{visible(owner)}</span>
        </label>
      ))}
      <FormField
        id="pr-reviewers"
        label={owners.length > 0 ? t('Others') : t('Names')}
        hint={t('Names on the forge, separated by commas.')}
        problem={problem}
      >
        <input
          type="text"
          value={others}
          {...saying('pr-reviewers', problem)}
          onInput={({ currentTarget: { value } }) => onChange([...ticked, ...namesIn(value)], value)}
        />
      </FormField>
    </fieldset>
  );
}
