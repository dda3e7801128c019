import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { secretVariables } from '../forge/token-variables.ts';
import { keyVariables } from '../model/keys.ts';

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const isSource = import.meta.url.endsWith('.ts');

/** The log center's entry: beside the bundle, or in its own workspace when run from source. */
const logCenterEntry = beside(isSource ? '../../../log-center/src/main.ts' : './log-center.mjs');

/** From source, most of the time to start is that of stripping types and compiling. */
const keptCompiled = isSource ? { NODE_COMPILE_CACHE: beside('../../../node_modules/.cache/errata') } : {};

/** It never talks to a forge, nor to a model. */
const withoutSecrets = Object.fromEntries(
  [...secretVariables, ...keyVariables].map(name => [name, undefined]),
);

/** How a log center is run: on the Node that runs this process, and in little memory. */
export interface LogCenterCommand {
  readonly program: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * What is young is collected often, memory is not spread over an arena for each thread, and the body of an event leaves no
 * gap behind where it lay: figures in docs/benchmarks.md.
 */
export function logCenterCommand(options: readonly string[]): LogCenterCommand {
  const flags = [
    '--disable-warning=ExperimentalWarning',
    '--max-semi-space-size=1',
    '--heap-growing-percent=35',
  ];
  return {
    program: process.execPath,
    argv: [...flags, logCenterEntry, ...options],
    environment: {
      MALLOC_ARENA_MAX: '1',
      MALLOC_MMAP_THRESHOLD_: '32768',
      MALLOC_TRIM_THRESHOLD_: '131072',
      ...keptCompiled,
      ...process.env,
      ...withoutSecrets,
      ELECTRON_RUN_AS_NODE: '1',
    },
  };
}

/** Starts the log center as a process of its own. */
export function spawnLogCenter(
  options: readonly string[],
  how: { detached: boolean; stdio: StdioOptions },
): ChildProcess {
  const { program, argv, environment } = logCenterCommand(options);
  return spawn(program, argv, { ...how, env: environment });
}
