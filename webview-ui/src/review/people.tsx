import type { Diagnosis, Owner } from '@errata/protocol/diagnosis';
import { t } from '../l10n/translate.ts';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { ago, percent, visible } from './words.ts';

/** Commits that may have brought the bug, and who looks after the code. */
export function People({ diagnosis: { suspects, owners } }: { diagnosis: Diagnosis }) {
  if (suspects.length === 0 && owners.length === 0) return null;
  return (
    <section class="card people" aria-labelledby="suspects">
      <h2 id="suspects">
        <Icon name="git-commit" /> {t('Suspect commits')}
      </h2>
      {suspects.length === 0 && <p class="dim">{t('No commit stands out.')}</p>}
      <ul class="plain suspects">
        {suspects.slice(0, 3).map(({ commit, author, date, subject, score, reasons }) => (
          <li key={commit}>
            <p class="suspect-subject">
              <button
                type="button"
                class="link hash"
                title={t('Show commit {0}', commit)}
                onClick={() => post({ type: 'showCommit', commit })}
              >
                {commit.slice(0, 8)}
              </button>{' '}
              {visible(subject)}
            </p>
            <p class="dim">{[visible(author), ago(date, Date.now()), percent(score)].join(' · ')}</p>
            {reasons[0] && <p class="dim">{visible(reasons.join('; '))}</p>}
          </li>
        ))}
      </ul>
      {owners.length > 0 && (
        <>
          <h3>
            <Icon name="organization" /> {t('Owners')}
          </h3>
          <ul class="plain owners">
            {owners.slice(0, 5).map(({ name, source, share }) => (
              <li key={name}>
                <span>{visible(name)}</span>
                <span class="dim">
                  {[sourceWords(source), source !== 'CODEOWNERS' && percent(share)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function sourceWords(source: Owner['source']): string {
  return { CODEOWNERS: t('code owner'), blame: t('wrote these lines'), history: t('often at work here') }[
    source
  ];
}
