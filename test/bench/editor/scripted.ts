import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Probe, packageProbe } from '../../editor/probe/probe.ts';
import { ScriptedAgent } from '../../editor/scripted/agent.ts';
import { quietAgent } from '../../editor/scripted/scenario.ts';
import { Workbench } from '../../editor/workbench.ts';
import type { Measuring } from './measuring.ts';

/** A window whose agent answers as it is told, with a probe in the extension host. The view is open. */
export interface ScriptedSession {
  readonly workbench: Workbench;
  readonly agent: ScriptedAgent;
  readonly probe: Probe;
}

export async function openScripted(
  { editor, folder }: Measuring,
  repository: string,
  vsix: string,
): Promise<ScriptedSession & AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  const probe = undo.use(await Probe.start());
  const agent = undo.use(await ScriptedAgent.start(quietAgent(() => repository)));
  const own = join(folder, 'scripted');
  await mkdir(own, { recursive: true });
  const workbench = undo.use(
    await Workbench.open(editor, {
      folder: repository,
      extensions: [vsix, await packageProbe(own)],
      env: { ERRATA_SCRIPTED_AGENT: String(agent.port), ERRATA_PROBE: String(probe.port) },
    }),
  );
  await probe.ready();
  await workbench.activityBar.open('Errata');
  await workbench.tree().find('Copy DSN');
  const opened = undo.move();
  return { workbench, agent, probe, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
