import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The log center's entry: beside the bundle, or in its own workspace when run from source. */
export const logCenterEntry = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../../log-center/src/main.ts' : './log-center.js',
    import.meta.url,
  ),
);

/** Starts the log center as a process of its own, on the Node that runs this one. */
export function spawnLogCenter(
  options: readonly string[],
  how: { detached: boolean; stdio: StdioOptions },
): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', logCenterEntry, ...options], {
    ...how,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
