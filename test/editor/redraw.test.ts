import assert from 'node:assert/strict';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, run, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

const presses = 12;

/** While an agent tells of something new all the time, what a person presses is still done, and nothing else. */
describe('a list that changes all the time', function () {
  this.timeout(90_000);
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(scene => {
    ({ agent } = scene);
    const issues = Array.from({ length: 60 }, (_, index) => issue(index + 1));
    agent.answer({
      'errata/status': () => status({ newIssues: issues.length }),
      'errata/fix': ({ issue: id }) => run('cancelled', { id: 'run-a', issue: id }),
      'errata/issues': params => ({ issues: issues.filter(each => each.status === params.status) }),
    });
  });

  const fixes = () => agent.asked.filter(({ method }) => method === 'errata/fix').map(({ params }) => params);

  it('loses no press', async () => {
    await workbench().activityBar.open('Errata');
    await workbench().tree().find('TypeError: number 1');
    let step = 0;
    const storm = setInterval(() => {
      step++;
      void agent.runChanged(run('verify', { id: 'run-b', issue: 'SHOP-2', message: `Running test ${step}` }));
      void agent.statusChanged(status({ newIssues: 60 + (step % 2) }));
    }, 40);
    try {
      for (let press = 1; press <= presses; press++) {
        await workbench()
          .tree()
          .inlineAction(/number 1 /, 'Fix This Error');
        await until(`fix ${press} to be asked for`, async () => fixes().length === press);
        assert.equal(await workbench().page.locator('.quick-input-widget:visible').count(), 0);
      }
    } finally {
      clearInterval(storm);
    }
    assert.deepEqual(new Set(fixes().map(params => JSON.stringify(params))), new Set(['{"issue":"SHOP-1"}']));
  });
});
