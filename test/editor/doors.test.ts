import assert from 'node:assert/strict';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, proposedRun, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** The other ways in: links, the token of a log center, the walkthrough. */
describe('The doors of the extension', function () {
  this.timeout(60_000);
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(scene => {
    ({ agent } = scene);
    const issues = [issue(1), issue(12)];
    agent.answer({
      'errata/status': () => status({ newIssues: 2 }),
      'errata/issues': ({ status: wanted }) => ({ issues: issues.filter(({ status }) => status === wanted) }),
      'errata/run': () => proposedRun(),
    });
  });

  // What one test leaves open is not the next one's.
  beforeEach(() => workbench().page.keyboard.press('Escape'));

  /** As when a browser hands a link to the editor, which asks before it hands it on. */
  async function follow(link: string): Promise<void> {
    await workbench().palette.run('Developer: Open URL');
    await workbench().inputBox.answer(`code-oss://errata.errata${link}`);
    // Ours may come right after it.
    const asking = workbench().page.locator('.monaco-dialog-box').filter({ hasText: 'open this URI' });
    await asking.locator('.monaco-button').filter({ hasText: 'Open' }).first().click();
    await asking.waitFor({ state: 'detached' });
  }

  const selected = () => workbench().page.locator('.sidebar .monaco-list-row.selected').allTextContents();

  it('shows the error that a link names, in the tree', async () => {
    await follow('/issue/SHOP-12');
    await until('the row to be selected', async () =>
      (await selected()).some(text => text.includes('TypeError: number 12')),
    );
    await workbench().screenshot('link-issue');
  });

  it('opens the review that a link names', async () => {
    await follow('/review/run-1');
    await workbench().webview('.actions');
  });

  it('shows nothing, and asks for nothing, on a link that is none', async () => {
    const before = agent.asked.length;
    await follow('/issue/..%2F..%2Freview?logCenter=javascript:alert(1)');
    await workbench().notifications.find('does not lead to an error or a review');
    assert.equal(agent.asked.length, before);
  });

  it('asks before a link connects another log center, and Enter does not', async () => {
    const { starts } = agent;
    await follow('/issue/SHOP-12?logCenter=https%3A%2F%2Ferrors.example.com');
    await workbench().dialog.buttons();
    assert.match(await workbench().dialog.text(), /errors\.example\.com[\s\S]*127\.0\.0\.1:7000/);
    await workbench().screenshot('link-other-log-center');
    await workbench().page.keyboard.press('Enter');
    await workbench().page.locator('.settings-editor').waitFor();
    await workbench().page.keyboard.press('Escape');
    await workbench().page.locator('.settings-editor').waitFor({ state: 'hidden' });
    assert.deepEqual([agent.starts, agent.options?.logCenter], [starts, undefined]);
    agent.answers['errata/status'] = () =>
      status({ connection: { state: 'connected', url: 'https://errors.example.com/' }, newIssues: 2 });
    await follow('/issue/SHOP-1?logCenter=https%3A%2F%2Ferrors.example.com');
    await workbench().dialog.press('Connect to errors.example.com');
    await until(
      'the other log center',
      async () => agent.options?.logCenter === 'https://errors.example.com',
    );
    await until('the error', async () => (await selected()).some(text => /number 1(?!2)/.test(text)));
  });

  it('gives a token to the agent alone', async () => {
    const token = 'canary-7f3a91c2';
    await workbench().palette.run('Errata: Set Token of the Log Center');
    await workbench().inputBox.answer('not a token');
    await until('what is wrong', async () => /without spaces/.test(await workbench().inputBox.message()));
    await workbench().inputBox.answer(token);
    await until('the token to arrive', async () => agent.options?.token === token);
    await workbench().webview('.actions');
    for (const frame of workbench().page.frames())
      assert.ok(!(await frame.content().catch(() => '')).includes(token), frame.url());
    await workbench().palette.run('Errata: Forget Token of the Log Center');
    await until('the token to go', async () => agent.options?.token === undefined);
    assert.equal(agent.options?.logCenter, 'https://errors.example.com');
  });

  it('leads through the first steps, and ticks them off', async () => {
    await workbench().palette.run('Errata: Get Started');
    const page = workbench().page.locator('.gettingStartedContainer');
    const step = (title: string) => page.locator('.getting-started-step').filter({ hasText: title });
    await step('Start or connect').waitFor();
    for (const [title, shown, picture] of [
      ['Start or connect', 'svg text', 'walkthrough-connect'],
      ['Send a first error', 'h3', 'walkthrough-send'],
      ['Fix it', 'svg text[x="76"]', 'walkthrough-fix'],
    ] as const) {
      await step(title).click();
      await workbench().webview(shown);
      await workbench().screenshot(picture);
    }
    await step('Send a first error').click();
    await page.getByRole('button', { name: 'Send a Test Error' }).click();
    assert.match(await workbench().dialog.text(), /errors\.example\.com/);
    await workbench().dialog.press('Send');
    await until('the error to be sent', async () =>
      agent.asked.some(({ method }) => method === 'errata/sendTestError'),
    );
    await until(
      'the step to be done',
      async () => (await step('Send a first error').locator('.complete').count()) > 0,
    );
  });
});
