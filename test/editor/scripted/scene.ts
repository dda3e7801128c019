import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWorkbench } from '../hooks.ts';
import { packagedExtension } from '../packaged.ts';
import type { Workbench, WorkbenchOptions } from '../workbench.ts';
import { ScriptedAgent } from './agent.ts';
import { before, quietAgent } from './scenario.ts';

/** What a window with a scripted agent is opened on. */
export interface Scene {
  /** A folder with `src/cart.ts`, the file that errors of `scenario.ts` are in. */
  readonly repository: string;
  /** It knows of no error. */
  readonly agent: ScriptedAgent;
}

/**
 * Opens a workbench, as `useWorkbench` does, whose agent says what the test wants it to.
 * @param prepare makes the scene what the tests need, and answers what is to be another way in the window
 */
export function useScriptedWorkbench(
  prepare: (
    scene: Scene,
  ) => undefined | Partial<WorkbenchOptions> | Promise<Partial<WorkbenchOptions> | undefined>,
): () => Workbench {
  const undo = new AsyncDisposableStack();
  const workbench = useWorkbench(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'errata-scene-'));
    undo.defer(() => rm(folder, { recursive: true, force: true }));
    const repository = join(folder, 'shop');
    await mkdir(join(repository, 'src'), { recursive: true });
    await writeFile(join(repository, 'src', 'cart.ts'), before);
    const agent = undo.use(await ScriptedAgent.start(quietAgent(() => repository)));
    const options = await prepare({ repository, agent });
    return {
      folder: repository,
      extensions: [await packagedExtension('test/editor/scripted/bridge.ts')],
      env: { ERRATA_SCRIPTED_AGENT: String(agent.port) },
      ...options,
    };
  });
  after(() => undo.disposeAsync());
  return workbench;
}
