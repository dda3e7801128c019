import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { VerifyContext } from '../../verify/context.ts';
import {
  type FrameworkName,
  type Invocation,
  ownFolder,
  type TestPlan,
} from '../../verify/frameworks/framework.ts';
import { inFolder } from '../../verify/project.ts';
import { parseNodeLines, parsePythonLines, type TestLines } from './noted-lines.ts';
import { watchNodePreload, watchNodeScript } from './watch-node-script.ts';
import { watchPlugin } from './watch-plugin.ts';

export interface Watching {
  /** After so long a test has failed: one that hangs must not take the others with it. */
  readonly seconds: number;
  /** To end the run with the first test that fails, where that can be asked for. */
  readonly stopAtFirst?: boolean;
  /** To note the lines that each test runs. */
  readonly lines?: boolean;
}

/** How a framework is watched. */
interface Way {
  /** Of our own folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What else there is to a call whose files lie in `folder`, as the sandbox sees it. */
  changed(own: Invocation, folder: string, watching: Watching): Partial<Invocation>;
  read(noted: string | undefined): TestLines[];
}

const ways: Partial<Record<FrameworkName, Way>> = {
  pytest: {
    files: { 'errata_watch.py': watchPlugin },
    changed: ({ env }, _, { stopAtFirst }) => ({
      env: { ...env, PYTEST_ADDOPTS: `-p errata_watch${stopAtFirst ? ' -x' : ''}` },
    }),
    read: parsePythonLines,
  },
  mocha: {
    files: { 'watch.cjs': watchNodeScript },
    changed: ({ env, command }, folder, { stopAtFirst }) => ({
      env: { ...env, ERRATA_WATCH: `${folder}/watch.cjs` },
      command: [...command, ...(stopAtFirst ? ['--bail'] : [])],
    }),
    read: parseNodeLines,
  },
  'node:test': {
    files: { 'watch.cjs': watchNodeScript, 'watch-preload.cjs': watchNodePreload },
    changed: ({ env }, folder) => ({
      env: {
        ...env,
        NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} --require=${folder}/watch-preload.cjs`.trim(),
      },
    }),
    read: parseNodeLines,
  },
};

const linesFile = `${ownFolder}/lines`;

/** A plan whose tests end in time and tell what they run, where the framework lets us look; else the plan as it is. */
export function watched(plan: TestPlan, context: VerifyContext, watching: Watching): TestPlan {
  const way = ways[plan.framework];
  if (way === undefined) return plan;
  const own = inFolder(plan.project.folder, ownFolder);
  const noted = inFolder(plan.project.folder, linesFile);
  return {
    ...plan,
    invocation: (only, changed) => {
      const call = plan.invocation(only, changed);
      const { env, command } = {
        ...call,
        ...way.changed(call, `${context.workspace}/${own}`, watching),
      };
      return {
        ...call,
        command,
        files: new Map([
          ...call.files,
          ...Object.entries(way.files).map(([name, text]) => [`${own}/${name}`, text] as const),
          ...(watching.lines ? ([[noted, '']] as const) : []),
        ]),
        env: {
          ...env,
          ERRATA_ROOT: context.workspace,
          ERRATA_TEST_SECONDS: String(watching.seconds),
          ...(watching.lines ? { ERRATA_LINES: `${context.workspace}/${noted}` } : {}),
        },
        collect: [...call.collect, ...(watching.lines ? [noted] : [])],
      };
    },
  };
}

/** What a watched run noted; nothing where it could not. */
export function linesOf(plan: TestPlan, result: SandboxResult): TestLines[] {
  const noted = result.artefacts.get(inFolder(plan.project.folder, linesFile));
  return ways[plan.framework]?.read(noted) ?? [];
}
