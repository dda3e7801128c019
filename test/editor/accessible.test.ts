import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityProblems } from './page-harness/axe.ts';
import { Keyboard } from './pages/keyboard.ts';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, proposedRun, run, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** What of the workbench the extension fills. */
const ours = ['.part.sidebar .pane-body', '.part.statusbar [id="errata.errata.errata.status"]'];

const themes = {
  light: { name: 'Light Modern', style: 'vs' },
  dark: { name: 'Dark Modern', style: 'vs-dark' },
  'high contrast': { name: 'Default High Contrast', style: 'hc-black' },
  'high contrast, light': { name: 'Default High Contrast Light', style: 'hc-light' },
} as const;

/** The whole flow without a mouse, and with a screen reader’s eyes in every kind of theme. */
describe('Without a mouse', function () {
  this.timeout(90_000);
  let repository: string;
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(scene => {
    ({ agent, repository } = scene);
  });

  const keyboard = () => new Keyboard(workbench().page);
  const review = () => workbench().webview('.actions');
  const asked = (method: string) => agent.asked.filter(request => request.method === method);

  it('an error is chosen in the view and its fix is started', async () => {
    await keyboard().run('View: Show Errata');
    await agent.issuesChanged([issue(2), issue(1)]);
    await agent.statusChanged(status({ newIssues: 2 }));
    await workbench().tree().find('TypeError: number 1');
    await keyboard().run('View: Show Errata');
    await keyboard().moveTo('TypeError: number 1');
    await keyboard().press('Shift+F10');
    await keyboard().moveTo('Fix This Error');
    await keyboard().press('Enter');
    await until('the fix to be asked for', async () => asked('errata/fix').length === 1);
    assert.deepEqual(asked('errata/fix')[0]?.params, { issue: 'SHOP-1' });
    await agent.runChanged(run('verify'));
    await workbench().statusBar.find('SHOP-1: verifying');
  });

  it('the review is opened, and one hunk accepted, one rejected and one accepted', async () => {
    const known = agent.answers['errata/issue'];
    agent.answers['errata/issue'] = async params => ({ ...(await known(params)), runs: [proposedRun()] });
    await agent.runChanged(proposedRun());
    await workbench().statusBar.find('1 fix ready');
    await keyboard().run('Errata: Review Fix');
    await keyboard().pick('TypeError: number 1');
    const page = await review();
    const states = async () =>
      (await page.locator('.hunk-state').allTextContents()).map(state => state.trim()).join();
    await page.locator('.hunk-state').first().waitFor();
    for (const key of ['n', 'a', 'n', 'r', 'n', 'a']) await keyboard().press(key);
    await until(
      async () => `the marks; they are ${await states()}`,
      async () => (await states()) === 'accepted,rejected,accepted',
    );
    await workbench().screenshot('keyboard-review');
  });

  for (const [kind, { name, style }] of Object.entries(themes)) {
    it(`the review, the view and the status bar have names and contrast: ${kind}`, async () => {
      await mkdir(join(repository, '.vscode'), { recursive: true });
      const settings = { 'workbench.colorTheme': name, 'window.autoDetectColorScheme': false };
      await writeFile(join(repository, '.vscode', 'settings.json'), JSON.stringify(settings));
      await workbench().page.locator(`.monaco-workbench.${style}`).waitFor();
      const page = await review();
      // The colours of the code follow the theme a moment later.
      await until(
        async () => `a clean review; there is: ${(await accessibilityProblems(page)).join('\n')}`,
        async () => (await accessibilityProblems(page)).length === 0,
      );
      for (const each of ours) await workbench().page.locator(each).first().waitFor();
      const found = await accessibilityProblems(workbench().page, ours);
      // A row is read out in words: `seen 3 times` for `3×`.
      assert.deepEqual(
        found.filter(problem => !problem.startsWith('label-content-name-mismatch')),
        [],
      );
      await workbench().screenshot(`accessible-${kind}`);
    });
  }

  it('the form is opened and what was accepted is pushed', async () => {
    const page = await review();
    await keyboard().tabTo(page, 'Push Pull Request', 'Shift+Tab');
    await keyboard().press('Enter');
    await page.getByRole('button', { name: /^Push the branch/ }).waitFor();
    await keyboard().tabTo(page, 'Push the branch');
    await workbench().screenshot('keyboard-form');
    await keyboard().press('Enter');
    await workbench().webview('.published');
    const [published] = asked('errata/publish');
    assert.ok(published);
  });

  it('the first steps are opened, and what they say has names and contrast', async () => {
    await keyboard().run('Errata: Get Started');
    await workbench().page.locator('.getting-started-step .step-description-container').first().waitFor();
    await workbench().screenshot('accessible-first-steps');
    // The button that a step is, with other buttons in it, and the frame of its picture are VS Code’s own.
    const ours = ['.getting-started-step .step-description-container'];
    assert.deepEqual(await accessibilityProblems(workbench().page, ours), []);
  });
});
