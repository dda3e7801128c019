import type { Candidate } from '@errata/protocol/proposal';
import { z } from 'zod';
import type { VerifyContext } from '../verify/context.ts';
import { ownFolder, type TestPlan } from '../verify/frameworks/framework.ts';
import { parseJson } from '../verify/frameworks/report.ts';
import { inFolder } from '../verify/project.ts';
import type { Reproduction } from '../verify/reproduction/reproduce.ts';
import { screenScript } from './screen-script.ts';
import type { Bench } from './workbench.ts';

const answersSchema = z.record(
  z.string(),
  z.array(z.object({ name: z.string(), status: z.string() })).nullable(),
);

/** Seconds for a batch, and for one candidate of it. */
const batchSeconds = 40;
const candidateSeconds = 10;

type Reproduced = Exclude<Reproduction, { readonly reason: string }>;

/**
 * Sorts out candidates that do not pass the reproduction, many in one run of the sandbox. What comes through is not
 * proven by that: candidates of a batch share a workspace, so each is still tried alone.
 */
export class Screen {
  readonly #context: VerifyContext;
  readonly #reproduction: Reproduced;

  private constructor(context: VerifyContext, reproduction: Reproduced) {
    this.#context = context;
    this.#reproduction = reproduction;
  }

  /** Undefined where there is no reproduction or its framework cannot be forked. */
  static for({ context, reproduction }: Pick<Bench, 'context' | 'reproduction'>): Screen | undefined {
    if ('reason' in reproduction || reproduction.plan.framework !== 'pytest') return undefined;
    return new Screen(context, reproduction);
  }

  /** The candidates that may hold, and how many were looked at; all of them when the run itself failed. */
  async passing(
    candidates: readonly Candidate[],
    signal: AbortSignal,
  ): Promise<{ looked: number; passing: Candidate[] }> {
    const { plan, test } = this.#reproduction;
    const invocation = plan.invocation([test.path]);
    const module = invocation.command.indexOf('-m');
    const [python = 'python3'] = invocation.command;
    const folder = inFolder(plan.project.folder, ownFolder);
    const answers = `${folder}/answers.json`;
    const { workspace } = this.#context;
    const result = await this.#context.run(
      {
        files: new Map([
          [test.path, test.after],
          ...invocation.files,
          [`${folder}/screen.py`, screenScript],
          [`${folder}/candidates.json`, JSON.stringify(asked(candidates))],
          [answers, ''],
        ]),
        command: [
          python,
          '-B',
          `${workspace}/${folder}/screen.py`,
          `${workspace}/${folder}`,
          workspace,
          ...invocation.command.slice(module + 2),
        ],
        cwd: invocation.cwd,
        env: invocation.env,
        collect: [answers],
        limits: { seconds: batchSeconds + candidateSeconds + 5 },
      },
      { signal },
    );
    signal.throwIfAborted();
    const said = parseJson(answersSchema, result.artefacts.get(answers));
    if (said === undefined) return { looked: candidates.length, passing: [...candidates] };
    const looked = candidates.filter(({ id }) => Object.hasOwn(said, id));
    return {
      looked: looked.length,
      passing: looked.filter(({ id }) => passes(plan, invocation.collect, said[id] ?? null)),
    };
  }
}

function asked(candidates: readonly Candidate[]) {
  return {
    seconds: batchSeconds,
    each: candidateSeconds,
    candidates: candidates.map(({ id, changes }) => ({
      id,
      after: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
      before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
    })),
  };
}

/** What the plan makes of a report, as if the candidate had been run alone. */
function passes(plan: TestPlan, [report = '']: readonly string[], said: unknown): boolean {
  const tests = plan.read({
    status: 'exited',
    exitCode: 0,
    output: '',
    stdout: '',
    stderr: '',
    artefacts: new Map([[report, JSON.stringify(said)]]),
    milliseconds: 0,
  });
  return (
    tests?.some(({ status }) => status === 'passed') === true &&
    tests.every(({ status }) => status !== 'failed')
  );
}
