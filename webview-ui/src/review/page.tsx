import type { ReviewSnapshot } from '@errata/protocol/webview';
import { useEffect } from 'preact/hooks';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { Candidates } from './candidates.tsx';
import { Cause } from './cause.tsx';
import { Evidence } from './evidence.tsx';
import { Files } from './files.tsx';
import { Header } from './header.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { People } from './people.tsx';
import { problem, snapshot } from './state.ts';
import { Notice, Status } from './status.tsx';

/** The review of one run, whatever state it is in. */
export function Page() {
  const shown = snapshot.value;
  return (
    <main>
      {problem.value !== undefined && (
        <Notice tone="bad" icon="error" title="The review could not be shown">
          Reload the window; if it stays, the extension and its page are of different versions.{' '}
          {problem.value}
        </Notice>
      )}
      {shown ? <Review shown={shown} /> : <Loading />}
    </main>
  );
}

function Loading() {
  return (
    <p class="loading" role="status">
      <Icon name="loading" spin /> Loading the review…
    </p>
  );
}

function Review({ shown }: { shown: ReviewSnapshot }) {
  const { issue, diagnosis, candidates, selected, files, verification, publication, stage, busy } = shown;
  const open = stage === 'awaiting-approval' && publication === undefined;
  const ended = publication !== undefined || stage === 'failed';
  // How it ended stands at the top; the button that ended it may have been far below.
  useEffect(() => {
    if (ended) window.scrollTo({ top: 0 });
  }, [ended]);
  const { confidence, confidenceReasons = [] } = candidates.find(({ id }) => id === selected) ?? {};
  return (
    <>
      <Header issue={issue} />
      <Status snapshot={shown} />
      {open && files.length > 0 && <Actions snapshot={shown} />}
      {open && files.length === 0 && (
        <Notice tone="warning" icon="info" title="There is a diagnosis, but no fix">
          No candidate survived the sandbox. The cause below is where to look.
        </Notice>
      )}
      <div class="columns">
        <div class="column">
          {diagnosis && <Cause diagnosis={diagnosis} />}
          <Candidates candidates={candidates} selected={selected} disabled={!open || busy !== undefined} />
          {diagnosis && <People diagnosis={diagnosis} />}
        </div>
        <div class="column">
          {files.length > 0 && (
            <Evidence verification={verification} confidence={confidence} reasons={confidenceReasons} />
          )}
        </div>
      </div>
      {files.length > 0 && <Files files={files} locked={!open || busy !== undefined} />}
      {open && (
        <footer class="footer">
          {files.length > 0 && (
            <p class="dim keys">
              <kbd>n</kbd> <kbd>p</kbd> next, previous hunk <kbd>a</kbd> accept <kbd>r</kbd> reject{' '}
              <kbd>u</kbd> undecided
            </p>
          )}
          <Button
            kind="quiet"
            icon="thumbsdown"
            label="Reject the whole fix…"
            title="End this run without a fix and say why"
            disabled={busy !== undefined}
            onClick={() => post({ type: 'reject' })}
          />
        </footer>
      )}
    </>
  );
}
