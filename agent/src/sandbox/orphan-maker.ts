import { createSandbox, type SandboxKind } from './sandbox.ts';

/** For the contract suite: starts a long run, says so, and waits to be killed. Arguments: kind, base, seconds. */
const [kind = '', dir = '', mark = ''] = process.argv.slice(2);
const sandbox = await createSandbox(kind as SandboxKind);
const prepared = await sandbox.prepare({ dir });
await sandbox.run(
  prepared,
  {
    files: new Map(),
    command: [
      'bash',
      '-c',
      'sleep "$0" & until grep -q ^sleep "/proc/$!/cmdline"; do :; done; echo up; wait',
      mark,
    ],
    limits: { seconds: 60 },
  },
  { onOutput: chunk => process.stdout.write(chunk) },
);
