import type { ReviewSnapshot, ShownPullRequest } from '@errata/protocol/webview';
import { t } from '../../l10n/translate.ts';
import { Button } from '../button.tsx';
import { post } from '../host.ts';
import { Icon } from '../icon.tsx';
import { cut } from '../words.ts';
import { Facts } from './facts.tsx';
import { Notes } from './notes.tsx';
import { isReady, nameOf, pushed, standingOf } from './standing.ts';

type Publication = NonNullable<ReviewSnapshot['publication']>;

const longestBranch = 120;

/** What was pushed, and what has become of it since. */
export function PullRequestCard({ publication, followed }: Pick<ReviewSnapshot, 'publication' | 'followed'>) {
  if (!publication) return null;
  const standing = followed ? standingOf(followed) : pushed();
  const name = followed && nameOf(followed);
  return (
    <section class={`card followed ${standing.tone}`} aria-labelledby="followed">
      <h2 id="followed">
        <Icon name={standing.icon} /> <span>{name ?? standing.words}</span>
      </h2>
      <p class="verdict">
        {name !== undefined && <span class={`pill ${standing.tone}`}>{standing.words}</span>}
        <Branch name={followed?.branch ?? publication.branch} />
        {followed && (
          <>
            <Icon name="arrow-right" /> <span class="hidden">{t('Into')}</span>{' '}
            <Branch name={followed.base} />
          </>
        )}
      </p>
      <Facts publication={publication} followed={followed} />
      <Notes notes={notesOf(publication, followed)} icon="warning" />
      <Doors publication={publication} followed={followed} />
    </section>
  );
}

/** Why there was no pull request is of no interest once there is one. */
function notesOf({ notes = [], pullRequest }: Publication, followed: ShownPullRequest | undefined) {
  return followed?.number !== undefined && pullRequest?.number === undefined ? [] : notes;
}

function Branch({ name }: { name: string }) {
  return (
    <code title={name.length > longestBranch ? cut(name, 500) : undefined}>{cut(name, longestBranch)}</code>
  );
}

/** What can be done with it as it is. */
function Doors({
  publication,
  followed,
}: {
  publication: Publication;
  followed: ShownPullRequest | undefined;
}) {
  const link = followed?.url ?? publication.url;
  const isThere = followed?.number !== undefined || publication.pullRequest?.number !== undefined;
  const isOpen = followed?.state === 'open';
  return (
    <p class="buttons doors">
      {followed?.openable === true && (
        <Button
          kind="primary"
          icon="git-pull-request"
          label={t('Open pull request')}
          title={t('Open pull request: its forge is asked again')}
          onClick={() => post({ type: 'pullRequest', action: 'request' })}
        />
      )}
      {link !== undefined && /^https?:\/\//.test(link) && (
        <a class="button" href={link}>
          <Icon name="link-external" />
          {isThere
            ? t('Open the pull request')
            : followed?.openable === true
              ? t('Fill in its form in the browser')
              : t('Open a pull request')}
        </a>
      )}
      {isOpen && (
        <Button
          icon="git-branch"
          label={t('Check out')}
          title={t('Check out: switch your folder to its branch')}
          onClick={() => post({ type: 'pullRequest', action: 'checkout' })}
        />
      )}
      {isOpen && followed.number !== undefined && (
        <>
          <Button
            kind={isReady(followed) ? 'primary' : 'secondary'}
            icon="git-merge"
            label={t('Merge…')}
            title={t('Merge… You are asked how.')}
            onClick={() => post({ type: 'pullRequest', action: 'merge' })}
          />
          <Button
            kind="quiet"
            icon="git-pull-request-closed"
            label={t('Close…')}
            title={t('Close… Without merging it; you are asked why.')}
            onClick={() => post({ type: 'pullRequest', action: 'close' })}
          />
        </>
      )}
    </p>
  );
}
