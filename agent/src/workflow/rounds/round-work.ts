import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import type { Candidate, Proposal } from '@errata/protocol/proposal';
import type { LogCenterClient } from '../../center/client.ts';
import type { BranchNow } from '../../follow/rounds/branch-now.ts';
import type { SandboxKind } from '../../sandbox/sandbox.ts';
import { knownReleases } from '../known-releases.ts';
import type { RunContext } from '../machine.ts';
import { type Engines, programsFor } from '../model/engines.ts';
import { candidateOf } from '../proven-changes.ts';
import { storedContext } from '../snapshot.ts';
import { Workbench } from '../workbench.ts';

/** How versions are made and proven in a repository. */
export interface RoundSettings {
  readonly sandbox?: Exclude<SandboxKind, 'none'> | undefined;
  readonly testCommand?: string | undefined;
  readonly install?: boolean | undefined;
  /** Models and other programs that may write fixes; without it there are none. */
  readonly engines?: Engines | undefined;
}

/** What another version of a fix is made with. */
export interface RoundWork extends AsyncDisposable {
  readonly issue: Issue;
  readonly run: string;
  readonly bench: Workbench;
  readonly branch: BranchNow;
  readonly diagnosis: Diagnosis | undefined;
  /** That of the run which opened the pull request; its texts are of another commit where the base has moved on. */
  readonly proposal: Proposal | undefined;
  /** Candidates, by their ids, that the pull request had before, or that a person did not want. */
  readonly ruledOut: readonly string[];
}

/** Opens it on the commit that the branch is made on now. Throws `GitError`, `LogCenterError`. */
export async function openRoundWork(
  client: LogCenterClient,
  about: { issue: string; run: string; folder: string; branch: BranchNow; settings: RoundSettings },
): Promise<RoundWork> {
  const { run, folder, branch, settings } = about;
  const [{ issue, event }, known] = await Promise.all([client.issue(about.issue), client.run(run)]);
  const releases = await knownReleases(() => client, event, about.issue);
  const programs = programsFor(settings.engines);
  const bench = await Workbench.open({ folder, event, releases, head: branch.ground, programs, ...settings });
  const context = storedContext(known.run.snapshot);
  return {
    ...{ issue, run, bench, branch },
    diagnosis: context?.diagnosis,
    proposal: context?.proposal,
    ruledOut: ruledOut(context, branch),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}

function ruledOut(context: RunContext | undefined, { commits }: BranchNow): string[] {
  const { proposal, approval } = context ?? {};
  const published: Candidate | undefined = approval && candidateOf(proposal, approval.changes);
  const ids = [
    published?.id ?? approval?.candidate ?? proposal?.recommended,
    ...(context?.ruledOut ?? []),
    ...commits.map(({ candidate }) => candidate),
  ];
  return [...new Set(ids.filter(id => id !== undefined))].filter(id => id !== '');
}
