import type { Explanation } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import type { KnownDecision } from '../learn/experience.ts';
import { isGenerated } from '../propose/generated.ts';
import type { Stages } from './machine.ts';
import { makeProposal } from './make-proposal.ts';
import { askedFor } from './model/asked-for.ts';
import { type Engines, writerOf } from './model/engines.ts';
import { ledgerIn } from './model/log-center-ledger.ts';
import { type Published, publishStage } from './publish-stage.ts';
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
export function stagesOf(
  options: Published & {
    /** Models and other programs that may write fixes. */
    readonly engines?: Engines | undefined;
    /** What people decided in this project before. */
    decisions(signal: AbortSignal): Promise<KnownDecision[]>;
  },
): Stages {
  const { bench, issue, engines, connect, report } = options;
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
    // How many candidates there are; at least one where edits can be searched for, or somebody may write them.
    propose: async ({ diagnosis }, signal) => {
      const { length } = await bench.candidates(signal);
      const file = diagnosis?.locations[0]?.file;
      if (length === 0 && file !== undefined && isGenerated(file, (await bench.tree.read(file)) ?? ''))
        throw new GeneratedCodeError(
          t('{0} is generated, and the next build would undo a fix in it. Fix what it is made from.', file),
        );
      const isOpen = engines !== undefined && writerOf(engines.settings) !== undefined;
      return length === 0 && (isOpen || (await findsAny(bench, signal))) ? 1 : length;
    },
    verify: async (context, signal) => {
      const { run, proposal: earlier, ruledOut, diagnosis, retries } = context;
      const decisions = await options.decisions(signal);
      let explained: Explanation | undefined;
      const proposal = await makeProposal({
        ...{ bench, issue: issue.id, run, earlier, ruledOut, decisions, report, signal },
        writing: engines && {
          ...{ engines, ledger: ledgerIn(connect), retries },
          ...{ asked: askedFor(context), explained: diagnosis?.explained },
        },
        explained: told => {
          explained = told;
        },
      });
      return { proposal, explained };
    },
    // Nothing is published unless a person says so.
    decide: async () => undefined,
    publish: publishStage(options),
  };
}

/** Whether the search would have an edit to try, where nothing else has an idea. */
async function findsAny(bench: Workbench, signal: AbortSignal): Promise<boolean> {
  for await (const _ of bench.search(signal)) return true;
  return false;
}
