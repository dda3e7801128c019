import type { ReviewSnapshot, ShownPullRequest } from '@errata/protocol/webview';
import type { ComponentChildren } from 'preact';
import { t } from '../../l10n/translate.ts';
import { Pill } from '../pill.tsx';
import { Prose } from '../prose.tsx';
import { ago, cut } from '../words.ts';
import { checksWords, reviewWords, type Standing, standingOf } from './standing.ts';

interface FactsProps {
  readonly publication: NonNullable<ReviewSnapshot['publication']>;
  readonly followed: ShownPullRequest | undefined;
}

const longestWord = 300;
const mostChecks = 5;

/** What is known of it, the newest last. */
export function Facts({ publication, followed }: FactsProps) {
  const { checks = [], reviews = [], blocked, waits, merge, deployed, outcome } = followed ?? {};
  const isOpen = followed?.state === 'open';
  const reviewed = reviewWords(reviews);
  return (
    <dl class="published">
      {followed?.number === undefined && (
        <>
          <Fact term={t('Commit')}>
            <Commit name={publication.commit} />
          </Fact>
          <Fact term={t('Remote')}>
            <code>{cut(publication.remote, longestWord)}</code>
          </Fact>
        </>
      )}
      {followed?.state !== 'closed' && <Checks checks={checks} />}
      {reviewed.length > 0 && followed?.state !== 'closed' && (
        <Fact term={t('Review')}>
          {reviewed.map(said => (
            <Said key={said.icon} {...said} />
          ))}
        </Fact>
      )}
      {isOpen && blocked !== undefined && (
        <Fact term={t('Cannot be merged')}>
          <Prose text={cut(blocked, longestWord)} />
        </Fact>
      )}
      {isOpen && waits !== undefined && (
        <Fact term={t('Waits')}>
          <Prose text={cut(waits, longestWord)} />
        </Fact>
      )}
      {merge && (
        <Fact term={t('Merged')}>
          <Commit name={merge.commit} />
          <Aside parts={[merge.by, merge.at && ago(merge.at, Date.now())]} />
        </Fact>
      )}
      {deployed && (
        <Fact term={t('Deployed')}>
          {deployed.release !== undefined && <code>{cut(deployed.release, longestWord)}</code>}
          <Aside parts={[ago(deployed.at, Date.now())]} isFirst={deployed.release === undefined} />
        </Fact>
      )}
      {followed && outcome && (
        <Fact term={standingOf(followed).words}>
          {outcome.release !== undefined && <code>{cut(outcome.release, longestWord)}</code>}
          <Aside parts={[ago(outcome.at, Date.now())]} isFirst={outcome.release === undefined} />
          <br />
          <Prose text={cut(outcome.reason, longestWord)} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Said(standing: Standing) {
  return <Pill said={standing} icon={standing.icon} />;
}

function Commit({ name }: { name: string }) {
  return <code title={name}>{name.slice(0, 12)}</code>;
}

/** What is said beside a fact, as far as it is known. */
function Aside({ parts, isFirst = false }: { parts: readonly (string | undefined)[]; isFirst?: boolean }) {
  const known = parts.filter(part => part !== undefined).map(part => cut(part, longestWord));
  if (known.length === 0) return null;
  return <span class="dim">{[...(isFirst ? [] : ['']), ...known].join(' · ')}</span>;
}

/** How many there are, and the names of those that failed. */
function Checks({ checks }: { checks: NonNullable<ShownPullRequest['checks']> }) {
  const said = checksWords(checks);
  if (!said) return null;
  const failed = checks.filter(({ state }) => state === 'failed');
  const more = failed.length - mostChecks;
  return (
    <Fact term={t('Checks')}>
      <Said {...said} />
      {failed.length > 0 && (
        <ul class="checks">
          {failed.slice(0, mostChecks).map(({ name, url }) => (
            <li key={name}>
              {url === undefined ? (
                cut(name, 100)
              ) : (
                <a class="link" href={url}>
                  {cut(name, 100)}
                </a>
              )}
            </li>
          ))}
          {more > 0 && <li>{t('{0} more', more)}</li>}
        </ul>
      )}
    </Fact>
  );
}
