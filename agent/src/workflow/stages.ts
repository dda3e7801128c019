import type { Issue } from '@errata/protocol/issue';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { isGenerated } from '../propose/generated.ts';
import { branchName } from '../publish/branch-name.ts';
import { commitMessage } from '../publish/commit-message.ts';
import { publish } from '../publish/publish.ts';
import type { Stages } from './machine.ts';
import { makeProposal } from './make-proposal.ts';
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
  report: (message: string) => void;
}): Stages {
  const { bench, issue, report } = options;
  return {
    locate: async (_, signal) => {
      const { diagnosis } = await bench.analysis(signal);
      if (diagnosis.locations.length > 0) return diagnosis;
      const [frame] = diagnosis.unmapped;
      throw new NotLocatedError(
        frame
          ? `No frame of the trace is in ${bench.repository.root} (${frame.file}: ${frame.reason}). Is it the right repository?`
          : 'The event has no stack trace, so there is no line to fix.',
      );
    },
    // How many candidates there are; at least one where edits can be searched for.
    propose: async ({ diagnosis }, signal) => {
      const { length } = await bench.candidates(signal);
      const file = diagnosis?.locations[0]?.file;
      if (length === 0 && file !== undefined && isGenerated(file, (await bench.tree.read(file)) ?? ''))
        throw new GeneratedCodeError(
          `${file} is generated, and the next build would undo a fix in it. Fix what it is made from.`,
        );
      return length === 0 && (await findsAny(bench, signal)) ? 1 : length;
    },
    verify: (context, signal) => makeProposal({ bench, issue: issue.id, run: context.run, report, signal }),
    // Nothing is published unless a person says so.
    decide: async () => undefined,
    publish: ({ approval, diagnosis, proposal }, signal) => {
      if (!approval || !proposal) throw new Error('There is nothing that was approved.');
      const candidate = recommendedCandidate(proposal);
      return publish(
        bench.repository,
        {
          branch: branchName(issue.id, issue.title),
          base: proposal.base,
          changes: approval.changes,
          message: commitMessage({ issue, candidate, diagnosis, release: bench.event.release }),
          date: approval.at,
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
