import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, proposedRun, run, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';
import { type Disturbances, watchDisturbances } from './undisturbed.ts';

const quietly: Disturbances = { focus: [], toasts: [] };
const text = Array.from(
  { length: 6 },
  (_, index) => `Line ${index} of what a person writes meanwhile, word by word.`,
).join('\n');

/** Errors stream in and fixes come to their end while somebody writes: neither gets in the way. */
describe('While a person writes', function () {
  this.timeout(90_000);
  let repository: string;
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(async scene => {
    ({ agent, repository } = scene);
    for (const name of ['one.txt', 'two.txt', 'three.txt', 'four.txt'])
      await writeFile(join(repository, name), '');
  });

  /** Types into a file, one key after the other, while something else goes on; what is on disk then is what was typed. */
  const typeDuring = async (file: string, meanwhile: () => Promise<void>): Promise<Disturbances> => {
    const { editor, page } = workbench();
    await editor.open(file);
    await page.locator('.monaco-editor.focused').waitFor();
    const seen = await watchDisturbances(page);
    await Promise.all([page.keyboard.type(text, { delay: 5 }), meanwhile()]);
    const disturbances = await seen();
    await editor.save();
    await until('the file to be saved', async () => (await readFile(join(repository, file), 'utf8')) !== '');
    assert.equal(await readFile(join(repository, file), 'utf8'), text);
    return disturbances;
  };

  it('300 events come in', async () => {
    await workbench().activityBar.open('Errata');
    await agent.issuesChanged([issue(1)]);
    await workbench().tree().find('TypeError: number 1');
    const disturbances = await typeDuring('one.txt', async () => {
      for (let number = 2; number <= 301; number++) {
        await agent.issuesTold([issue(number, { lastSeen: new Date().toISOString() })]);
        await agent.statusChanged(status({ newIssues: number }));
        await delay(15);
      }
    });
    assert.deepEqual(disturbances, quietly);
    await until('the badge', async () => (await workbench().activityBar.badge('Errata')) === '301');
  });

  it('the fix that they asked for goes through its stages and is ready', async () => {
    agent.answers['errata/run'] = proposedRun;
    await agent.issuesChanged([issue(1)]);
    await workbench().tree().inlineAction('TypeError: number 1', 'Fix This Error');
    await until('the fix to be asked for', async () =>
      agent.asked.some(({ method }) => method === 'errata/fix'),
    );
    const disturbances = await typeDuring('two.txt', async () => {
      for (const stage of ['locate', 'diagnose', 'propose', 'verify', 'decide'] as const) {
        for (const step of ['begins', 'goes on', 'ends']) {
          await agent.runChanged(run(stage, { message: `${stage} ${step}` }));
          await delay(100);
        }
      }
      await agent.runChanged(proposedRun());
      await workbench().statusBar.find('1 fix ready');
    });
    assert.deepEqual(disturbances, quietly);
    await workbench().screenshot('undisturbed');
  });

  it('the review opens by itself, where they want that', async () => {
    await mkdir(join(repository, '.vscode'));
    // The title tells when they were read.
    const settings = { 'errata.whenFixIsReady': 'open', 'window.title': 'opens by itself' };
    await writeFile(join(repository, '.vscode', 'settings.json'), JSON.stringify(settings));
    await until('the settings to be read', async () =>
      (await workbench().page.title()).includes('opens by itself'),
    );
    agent.answers['errata/fix'] = () => run('locate', { id: 'run-2' });
    await workbench().tree().inlineAction('TypeError: number 1', 'Fix This Error');
    await workbench().statusBar.find('SHOP-1: locating');
    const ready = { ...proposedRun(), id: 'run-2' };
    const disturbances = await typeDuring('three.txt', async () => {
      await agent.runChanged(ready);
      await workbench().webview('.actions');
    });
    assert.deepEqual(disturbances, quietly);
    await workbench().screenshot('undisturbed-by-review');
  });

  it('the log center goes away and comes back, and the agent dies once', async () => {
    const disturbances = await typeDuring('four.txt', async () => {
      await agent.statusChanged(
        status({ connection: { state: 'disconnected', reason: 'It does not answer.' } }),
      );
      await workbench().statusBar.find('Errata');
      await agent.statusChanged(status());
      const { starts } = agent;
      agent.crash();
      await until('another agent', async () => agent.starts > starts);
    });
    assert.deepEqual(disturbances, quietly);
  });
});
