import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import type { RunSpec, SandboxResult } from '../sandbox/sandbox.ts';
import type { TestPlan } from '../verify/frameworks/framework.ts';

/** What candidates are screened with. */
export interface Screened {
  readonly plan: TestPlan;
  readonly test: ReproductionTest;
  /** Where the repository lies inside the sandbox. */
  readonly workspace: string;
}

export interface Answers {
  /** By the candidate's id whether it passes. */
  readonly passes: ReadonlyMap<string, boolean>;
  /** Whether those that are not in it were left for want of time; else something ended the run. */
  readonly ended: boolean;
}

/** How a framework is made to try many candidates in one run of the sandbox. */
export interface ScreenWay {
  spec(candidates: readonly Candidate[]): RunSpec;
  /** Undefined when such a run tells nothing. */
  read(result: SandboxResult): Answers | undefined;
}

/** Candidates as the scripts read them: the files with each of them and as they were. */
export function asked(candidates: readonly Candidate[]) {
  return candidates.map(({ id, changes }) => ({
    id,
    after: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
    before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
  }));
}

/** Whether the plan finds nothing that failed in reports, as if a candidate had been run alone. */
export function nothingFailed(plan: TestPlan, reports: Readonly<Record<string, string>>): boolean {
  const tests = plan.read({
    status: 'exited',
    exitCode: 0,
    output: '',
    stdout: '',
    stderr: '',
    artefacts: new Map(Object.entries(reports)),
    milliseconds: 0,
  });
  return (
    tests?.some(({ status }) => status === 'passed') === true &&
    tests.every(({ status }) => status !== 'failed')
  );
}
