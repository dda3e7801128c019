import { type EditorInstallation, installEditor } from './install.ts';
import { Workbench, type WorkbenchOptions } from './workbench.ts';

const START_MS = 120_000;
const CLOSE_MS = 30_000;

/**
 * Opens one workbench for the tests of a `describe` and closes it after them; a failed test leaves its evidence in
 * `artifacts/`. Where no editor can be installed the tests are skipped with the reason.
 * @returns the workbench, for use inside hooks and tests.
 */
export function useWorkbench(prepare: () => Promise<WorkbenchOptions>): () => Workbench {
  let workbench: Workbench | undefined;
  let opening: Promise<Workbench> | undefined;
  const opened = () => {
    if (!workbench) throw new Error('the workbench is not open: ask for it inside a hook or a test');
    return workbench;
  };

  before('open VS Code', async function () {
    this.timeout(START_MS);
    const installation = await installed();
    if (!installation.ok) {
      this['skipReason'] = `no editor: ${installation.reason}`;
      this.skip();
    }
    opening = Workbench.open(installation, await prepare());
    workbench = await opening;
  });

  afterEach(async function () {
    this.timeout(CLOSE_MS);
    if (this.currentTest?.state === 'failed') await workbench?.keepEvidence(this.currentTest.fullTitle());
  });

  after('close VS Code', async function () {
    this.timeout(CLOSE_MS);
    // Also when the hook above has run out of time: the window then opens a little later.
    const late = await opening?.catch(() => undefined);
    await late?.close();
  });

  return opened;
}

let installation: Promise<EditorInstallation> | undefined;

/** Nothing is downloaded here: a test that installs takes minutes, so `test/run.ts` has done that before. */
function installed(): Promise<EditorInstallation> {
  installation ??= installEditor({ signal: AbortSignal.timeout(START_MS - 20_000) });
  return installation;
}
