import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../l10n/translate.ts';
import type { Alternative } from './candidates.tsx';
import { madeBy } from './model-words.ts';
import { Pill } from './pill.tsx';
import { Prose } from './prose.tsx';
import { confidenceWords, cut, percent, reproductionWords, testWords, verdictWords } from './words.ts';

interface CompareProps {
  readonly candidates: readonly Alternative[];
  readonly selected: string | undefined;
}

/** Two of the candidates, row by row: the selected one, and one to hold against it. */
export function Compare({ candidates, selected }: CompareProps) {
  const [other, setOther] = useState<string>();
  const left = candidates.find(({ id }) => id === selected) ?? candidates[0];
  const rest = candidates.filter(({ id }) => id !== left?.id);
  const right = rest.find(({ id }) => id === other) ?? rest[0];
  if (!left || !right) return null;
  return (
    <details class="output compare">
      <summary>{t('Compare two of them')}</summary>
      <div class="scroll">
        <table class="evidence">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('Selected')}</th>
              <th scope="col">
                {rest.length === 1 ? (
                  t('The other')
                ) : (
                  <select
                    aria-label={t('Compare the selected fix with')}
                    value={right.id}
                    onChange={({ currentTarget }) => setOther(currentTarget.value)}
                  >
                    {rest.map(({ id, explanation }) => (
                      <option key={id} value={id}>
                        {cut(explanation.replaceAll('`', ''), 60)}
                      </option>
                    ))}
                  </select>
                )}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows().map(({ title, cell }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td>{cell(left)}</td>
                <td>{cell(right)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface Row {
  readonly title: string;
  readonly cell: (candidate: Alternative) => ComponentChildren;
}

function rows(): Row[] {
  const verified = (show: (verification: NonNullable<Alternative['verification']>) => ComponentChildren) => {
    return ({ verification }: Alternative) => (verification ? show(verification) : '–');
  };
  return [
    { title: t('What it does'), cell: ({ explanation }) => <Prose text={explanation} /> },
    { title: t('Made by'), cell: madeBy },
    { title: t('Verdict'), cell: verified(verification => <Pill said={verdictWords(verification)} />) },
    {
      title: t('Reproduction'),
      cell: verified(({ reproduction }) => <Pill said={reproductionWords(reproduction.after)} />),
    },
    { title: t('Tests'), cell: verified(({ tests }) => <Pill said={testWords(tests.after)} />) },
    {
      title: t('Confidence'),
      cell: ({ confidence }) =>
        confidence === undefined ? '–' : [confidenceWords(confidence).words, percent(confidence)].join(' · '),
    },
    {
      title: t('Why'),
      cell: ({ confidenceReasons = [] }) => (
        <ul class="reasons">
          {confidenceReasons.map(reason => (
            <li key={reason}>
              <Prose text={reason} />
            </li>
          ))}
        </ul>
      ),
    },
  ];
}
