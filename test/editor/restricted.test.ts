import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../../extension/package.ts';
import { useWorkbench } from './hooks.ts';
import { ScriptedAgent } from './scripted/agent.ts';
import { issue, quietAgent, status } from './scripted/scenario.ts';

/** In a folder that is not trusted errors can be looked at, and nothing of the folder is run. */
describe('Restricted Mode', function () {
  this.timeout(60_000);
  let folder: string;
  let agent: ScriptedAgent;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-restricted-'));
    const repository = join(folder, 'shop');
    await mkdir(repository);
    const issues = [issue(1)];
    agent = await ScriptedAgent.start({
      ...quietAgent(() => repository),
      'errata/status': () => status({ newIssues: 1 }),
      'errata/issues': params => ({ issues: issues.filter(each => each.status === params.status) }),
    });
    const vsix = await packageExtension(folder, 'test/editor/scripted/bridge.ts');
    return {
      folder: repository,
      extensions: [vsix],
      workspaceTrust: true,
      env: { ERRATA_SCRIPTED_AGENT: String(agent.port) },
    };
  });

  after(async () => {
    await agent?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('shows the errors and says why they are not fixed', async () => {
    await workbench().dialog.press("No, I don't trust the authors");
    await workbench().activityBar.open('Errata');
    await workbench().tree().find('TypeError: number 1');
    assert.equal(agent.options?.trusted, false);
    await workbench().tree().inlineAction('TypeError: number 1', 'Fix This Error');
    await workbench().notifications.find('the folder must be trusted first');
    assert.deepEqual(
      agent.asked.filter(({ method }) => method === 'errata/fix'),
      [],
    );
  });
});
