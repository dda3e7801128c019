import { z } from 'zod';
import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { VerifyContext } from '../../verify/context.ts';
import { ownFolder, type TestPlan } from '../../verify/frameworks/framework.ts';
import { parseJson } from '../../verify/frameworks/report.ts';
import { inFolder } from '../../verify/project.ts';
import { watchPlugin } from './watch-plugin.ts';

/** Which lines of the program one test ran: file (repository-relative) → lines. */
export interface TestLines {
  readonly test: string;
  readonly failed: boolean;
  /** Of the processor; null when it was ended. */
  readonly seconds: number | null;
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

const linesSchema = z.array(
  z.object({
    test: z.string(),
    failed: z.boolean(),
    seconds: z.number().nullable(),
    lines: z.record(z.string(), z.array(z.int())),
  }),
);

export interface Watching {
  /** After so long a test has failed: one that hangs must not take the others with it. */
  readonly seconds: number;
  /** To end the run with the first test that fails. */
  readonly stopAtFirst?: boolean;
  /** To note the lines that each test runs. */
  readonly lines?: boolean;
}

const linesFile = `${ownFolder}/lines.json`;

/** A plan whose tests end in time and tell what they run, where the framework lets us look; else the plan as it is. */
export function watched(plan: TestPlan, context: VerifyContext, watching: Watching): TestPlan {
  if (plan.framework !== 'pytest') return plan;
  const { folder } = plan.project;
  const noted = inFolder(folder, linesFile);
  return {
    ...plan,
    invocation: (only, changed) => {
      const own = plan.invocation(only, changed);
      return {
        ...own,
        files: new Map([
          ...own.files,
          [inFolder(folder, `${ownFolder}/errata_watch.py`), watchPlugin],
          ...(watching.lines ? ([[noted, '']] as const) : []),
        ]),
        env: {
          ...own.env,
          PYTEST_ADDOPTS: `-p errata_watch${watching.stopAtFirst ? ' -x' : ''}`,
          ERRATA_ROOT: context.workspace,
          ERRATA_TEST_SECONDS: String(watching.seconds),
          ...(watching.lines ? { ERRATA_LINES: `${context.workspace}/${noted}` } : {}),
        },
        collect: [...own.collect, ...(watching.lines ? [noted] : [])],
      };
    },
  };
}

/** What a watched run noted; nothing where it could not. */
export function linesOf(plan: TestPlan, result: SandboxResult): TestLines[] {
  const noted = inFolder(plan.project.folder, linesFile);
  return parseJson(linesSchema, result.artefacts.get(noted)) ?? [];
}
