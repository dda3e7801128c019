import assert from 'node:assert/strict';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, run, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** Where no sandbox works, code is run without one only on an explicit yes to what that means. */
describe('Without a sandbox', function () {
  this.timeout(60_000);
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(scene => {
    ({ agent } = scene);
    const issues = [issue(1)];
    agent.answer({
      'errata/status': () => status({ newIssues: 1 }),
      'errata/fix': () => run('locate', { id: newest() }),
      'errata/issues': params => ({ issues: issues.filter(each => each.status === params.status) }),
    });
  });

  const fixes = () => agent.asked.filter(({ method }) => method === 'errata/fix').map(({ params }) => params);
  const newest = () => `run-${fixes().length}`;
  const fixAndFail = async (): Promise<void> => {
    const before = fixes().length;
    await workbench().tree().inlineAction('TypeError: number 1', 'Fix This Error');
    await until('the fix to be asked for', async () => fixes().length > before);
    const failure = { reason: 'none-available', message: 'bubblewrap: user namespaces are off' };
    await agent.runChanged(run('failed', { id: newest(), failure }));
  };

  it('runs nothing unless the person says yes', async () => {
    await workbench().activityBar.open('Errata');
    await workbench().tree().find('TypeError: number 1');
    await fixAndFail();
    await workbench().dialog.buttons();
    assert.match(await workbench().dialog.text(), /change all your files[\s\S]*user namespaces are off/);
    await workbench().screenshot('no-sandbox');
    await workbench().dialog.press('Cancel');
    assert.deepEqual(fixes(), [{ issue: 'SHOP-1' }]);
  });

  it('shows how to set one up when the person just presses Enter', async () => {
    await fixAndFail();
    await workbench().dialog.buttons();
    await workbench().page.keyboard.press('Enter');
    await workbench().page.locator('.tab').filter({ hasText: 'sandbox.md' }).waitFor();
    assert.equal(fixes().length, 2);
  });

  it('asks for it by name on a yes', async () => {
    await fixAndFail();
    await workbench().dialog.press('Run Without a Sandbox');
    await until('the fix to be asked for again', async () => fixes().length === 4);
    assert.deepEqual(fixes().at(-1), { issue: 'SHOP-1', withoutSandbox: true });
  });
});
