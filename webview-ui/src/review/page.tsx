import type { ReviewSnapshot } from '@errata/protocol/webview';
import { useEffect } from 'preact/hooks';
import { t } from '../l10n/translate.ts';
import { Actions } from './actions.tsx';
import { AskForChange } from './ask-for-change.tsx';
import { Candidates } from './candidates.tsx';
import { Cause } from './cause.tsx';
import { Evidence } from './evidence.tsx';
import { Files } from './files.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { post } from './host.ts';
import { ModelCard } from './model.tsx';
import { People } from './people.tsx';
import { PullRequestCard } from './pull-request/card.tsx';
import { PushForm } from './pull-request/form.tsx';
import { isOpen, problem, snapshot } from './state.ts';
import { Notice, Status } from './status.tsx';

/** The review of one run, whatever state it is in. */
export function Page() {
  const shown = snapshot.value;
  return (
    <main>
      {problem.value !== undefined && (
        <Notice tone="bad" icon="error" title={t('The review could not be shown')}>
          {t('Reload the window; if it stays, the extension and its page are of different versions.')}
          <pre class="problem">{problem.value}</pre>
        </Notice>
      )}
      {shown && <Review shown={shown} />}
    </main>
  );
}

function Review({ shown }: { shown: ReviewSnapshot }) {
  const { run, issue, files, publication, stage, busy, pullRequest } = shown;
  const open = isOpen(shown);
  const ended = publication !== undefined || stage === 'failed';
  // How it ended stands at the top; the button that ended it may have been far below.
  useEffect(() => {
    if (ended) window.scrollTo({ top: 0 });
  }, [ended]);
  return (
    <>
      <Header issue={issue} />
      <Status snapshot={shown} />
      <PullRequestCard publication={publication} followed={shown.followed} />
      {open && files.length > 0 && <Actions shown={shown} />}
      {open && pullRequest && <PushForm key={run} run={run} form={pullRequest} busy={busy} />}
      {open && files.length === 0 && (
        <Notice tone="warning" icon="info" title={t('There is a diagnosis, but no fix')}>
          {t('No candidate survived the sandbox. The cause below is where to look.')}
          {shown.writer === undefined && <OfferModel />}
        </Notice>
      )}
      <Findings shown={shown} />
      {files.length > 0 && <Files shown={shown} />}
      {open && (files.length > 0 || shown.writer !== undefined) && (
        <AskForChange requests={shown.requests ?? []} writer={shown.writer} disabled={busy !== undefined} />
      )}
      {open && <Footer hasHunks={files.length > 0} disabled={busy !== undefined} />}
    </>
  );
}

/** Where the built-in repair found nothing, a model may. */
function OfferModel() {
  return (
    <p>
      {t('No model took part.')}{' '}
      <button type="button" class="link" onClick={() => post({ type: 'model', action: 'choose' })}>
        {t('Choose a model')}
      </button>
    </p>
  );
}

/** Why it crashed, what was tried, and what that showed. */
function Findings({ shown }: { shown: ReviewSnapshot }) {
  const { diagnosis, candidates, selected, files, verification, busy } = shown;
  const { confidence, confidenceReasons = [] } = candidates.find(({ id }) => id === selected) ?? {};
  const several = candidates.length > 1;
  const hasFix = files.length > 0;
  const people = diagnosis && <People diagnosis={diagnosis} />;
  const alternatives = (
    <Candidates candidates={candidates} selected={selected} disabled={!isOpen(shown) || busy !== undefined} />
  );
  return (
    <>
      <div class="columns">
        <div class="column">
          {diagnosis && <Cause diagnosis={diagnosis} />}
          {!several && alternatives}
          {hasFix && people}
        </div>
        <div class="column">
          {hasFix ? (
            <Evidence verification={verification} confidence={confidence} reasons={confidenceReasons} />
          ) : (
            people
          )}
          <ModelCard {...shown} />
        </div>
      </div>
      {several && alternatives}
    </>
  );
}
