import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { CenterRecord } from '@errata/protocol/center-record';
import { embeddedCenter } from '../../editor/agent-process.ts';
import { Probe, packageProbe } from '../../editor/probe/probe.ts';
import { Workbench } from '../../editor/workbench.ts';
import { onPath } from '../../machine/apt.ts';
import type { Measuring } from './measuring.ts';

/** A window with the real agent and its embedded log center, whose view is open, and a probe in the extension host. */
export interface Session {
  readonly workbench: Workbench;
  readonly probe: Probe;
  readonly center: CenterRecord;
  /** A line for each `git` that was started: the process that started it, and the arguments. */
  readonly gitLog: string;
}

export async function openSession(
  { editor, folder }: Measuring,
  repository: string,
  vsix: string,
): Promise<Session & AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  const probe = undo.use(await Probe.start());
  const state = join(folder, 'state');
  const gitLog = join(folder, 'git.log');
  const workbench = undo.use(
    await Workbench.open(editor, {
      folder: repository,
      extensions: [vsix, await packageProbe(folder)],
      env: {
        XDG_STATE_HOME: state,
        ERRATA_PROBE: String(probe.port),
        PATH: [await countedGit(join(folder, 'bin'), gitLog), process.env['PATH']].join(delimiter),
      },
    }),
  );
  const center = await embeddedCenter(state);
  undo.defer(() => {
    process.kill(center.pid);
  });
  await probe.ready();
  await workbench.activityBar.open('Errata');
  await workbench.tree().find('Copy DSN');
  const opened = undo.move();
  return { workbench, probe, center, gitLog, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Puts a `git` into `folder` that notes who started it before it becomes the real one; returns the folder. */
async function countedGit(folder: string, log: string): Promise<string> {
  const git = await onPath('git');
  await mkdir(folder, { recursive: true });
  await writeFile(log, '');
  const script = join(folder, 'git');
  await writeFile(script, `#!/bin/sh\necho "$PPID $*" >> '${log}'\nexec '${git}' "$@"\n`);
  await chmod(script, 0o755);
  return folder;
}
