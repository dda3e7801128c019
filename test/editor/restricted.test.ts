import assert from 'node:assert/strict';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** In a folder that is not trusted errors can be looked at, and nothing of the folder is run. */
describe('Restricted Mode', function () {
  this.timeout(60_000);
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(scene => {
    ({ agent } = scene);
    const issues = [issue(1)];
    agent.answer({
      'errata/status': () => status({ newIssues: 1 }),
      'errata/issues': params => ({ issues: issues.filter(each => each.status === params.status) }),
    });
    return {
      workspaceTrust: true,
    };
  });

  it('asks no model', async () => {
    await workbench().dialog.press("No, I don't trust the authors");
    const asked = {
      ...{ model: '', system: '', tools: [] },
      messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hello' }] }],
    };
    await until('the agent', async () => agent.options !== undefined);
    assert.equal(agent.options?.trusted, false);
    await assert.rejects(agent.askModel(asked), /not trusted no model is asked/);
  });

  it('shows the errors and says why they are not fixed', async () => {
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
