import type { Issue } from '@errata/protocol/issue';
import type { RecordedDecision } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import { isGenerated } from '../propose/generated.ts';
import { branchName } from '../publish/branch-name.ts';
import { commitMessage, requestedMessage } from '../publish/commit-message.ts';
import { publish } from '../publish/publish.ts';
import { pullRequestText } from '../publish/pull-request-text.ts';
import type { Stages } from './machine.ts';
import { makeProposal } from './make-proposal.ts';
import { tellFix } from './tell-fix.ts';
import type { Workbench } from './workbench.ts';

/** An error that has no place in the checkout. */
export class NotLocatedError extends Error {
  override readonly name = 'NotLocatedError';
  readonly reason = 'not-located';
}

/** An error in a file that is made from another one: what is changed in it would not last. */
export class GeneratedCodeError extends Error {
  override readonly name = 'GeneratedCodeError';
  readonly reason = 'no-candidate';
}

/** What each stage of a run does, on its workbench. */
export function stagesOf(options: {
  bench: Workbench;
  issue: Issue;
  /** The log center's address. */
  center: string;
  /** What people decided in this project before. */
  decisions(signal: AbortSignal): Promise<RecordedDecision[]>;
  report: (message: string) => void;
}): Stages {
  const { bench, issue, center, report } = options;
  return {
    locate: async (_, signal) => {
      const { diagnosis } = await bench.analysis(signal);
      if (diagnosis.locations.length > 0) return diagnosis;
      const [frame] = diagnosis.unmapped;
      throw new NotLocatedError(
        frame
          ? t(
              'No frame of the trace is in {0} ({1}: {2}). Is it the right repository?',
              bench.repository.root,
              frame.file,
              frame.reason,
            )
          : t('The event has no stack trace, so there is no line to fix.'),
      );
    },
    // How many candidates there are; at least one where edits can be searched for.
    propose: async ({ diagnosis }, signal) => {
      const { length } = await bench.candidates(signal);
      const file = diagnosis?.locations[0]?.file;
      if (length === 0 && file !== undefined && isGenerated(file, (await bench.tree.read(file)) ?? ''))
        throw new GeneratedCodeError(
          t('{0} is generated, and the next build would undo a fix in it. Fix what it is made from.', file),
        );
      return length === 0 && (await findsAny(bench, signal)) ? 1 : length;
    },
    verify: async ({ run, proposal: earlier, ruledOut }, signal) => {
      const decisions = await options.decisions(signal);
      return makeProposal({ bench, issue: issue.id, run, earlier, ruledOut, decisions, report, signal });
    },
    // Nothing is published unless a person says so.
    decide: async () => undefined,
    publish: ({ approval, diagnosis, proposal }, signal) => {
      if (!approval || !proposal) throw new Error(t('There is nothing that was approved.'));
      const { changes, candidate: looked, edited, pullRequest, at } = approval;
      const fix = tellFix({
        ...{ issue, event: bench.event, diagnosis, proposal, changes },
        ...{ looked, edited, center },
      });
      return publish(
        bench.repository,
        {
          branch: pullRequest?.branch ?? branchName(issue.id, issue.title),
          chosen: pullRequest !== undefined,
          base: proposal.base,
          changes,
          message: pullRequest ? requestedMessage(pullRequest, fix) : commitMessage(fix),
          date: at,
          request: pullRequest ?? pullRequestText(fix),
        },
        signal,
      );
    },
  };
}

/** Whether the search would have an edit to try, where nothing else has an idea. */
async function findsAny(bench: Workbench, signal: AbortSignal): Promise<boolean> {
  for await (const _ of bench.search(signal)) return true;
  return false;
}
