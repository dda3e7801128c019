import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineSettingsSchema } from '@errata/protocol/model';
import type { Webview } from './pages/webview.ts';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import {
  before as broken,
  dsn,
  issue,
  proposedRun,
  pullRequestForm,
  quietAgent,
  run,
  status,
  suspect,
  verification,
} from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** How the extension behaves towards an agent whose every answer is known. */
describe('the extension', function () {
  this.timeout(60_000);
  let repository: string;
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(scene => {
    ({ agent, repository } = scene);
  });

  const tree = () => workbench().tree();
  const review = (selector = '.actions'): Promise<Webview> => workbench().webview(selector);
  const asked = (method: string) => agent.asked.filter(request => request.method === method);

  it('says that there are no errors yet and gives the DSN to copy', async () => {
    await workbench().activityBar.open('Errata');
    await tree().find(`Copy DSN ${dsn}`);
    await workbench().screenshot('empty-view');
  });

  it('was started trusted and handles the fix command itself', () => {
    assert.deepEqual(agent.options, {
      sandbox: 'auto',
      clientCommands: true,
      credentialHosts: ['github.com'],
      installDependencies: false,
      trusted: true,
      repositories: {},
      forges: {},
      // Nothing is sent to a model before somebody chose one.
      engines: engineSettingsSchema.parse({}),
    });
  });

  it('lists errors by status with count and last seen, and a badge of the new ones', async () => {
    await agent.issuesChanged([
      issue(1),
      issue(37, { title: 'RangeError: <b>x</b>\u202E [a](command:b)' }),
      issue(3, { status: 'FAILED' }),
    ]);
    await agent.statusChanged(status({ newIssues: 2 }));
    assert.match((await tree().find('TypeError: number 1')).description, /^1× · \d+ min ago$/);
    assert.equal((await tree().find('RangeError')).label, 'RangeError: <b>x</b>\u{fffd} [a](command:b)');
    assert.deepEqual(
      (await tree().rows()).filter(({ level }) => level === 1).map(({ text }) => text),
      ['New 2', 'Failed 1'],
    );
    await until('the badge', async () => (await workbench().activityBar.badge('Errata')) === '2');
    await workbench().statusBar.find('2 new');
  });

  it('shows the frames, crash first, and opens the mapped line', async () => {
    await tree().expand('TypeError: number 1');
    const frame = await tree().find('src/cart.ts:2');
    assert.equal(frame.label, 'total');
    await tree().find('/srv/vendor/router.js:3');
    await tree().click('src/cart.ts:2');
    await workbench().statusBar.find('Ln 2, Col 1');
  });

  it('names suspects and owners, and shows a suspect commit in the editor’s own diff', async () => {
    await tree().expand('Suspect Commits');
    const row = await tree().find(suspect.subject);
    assert.match(row.description, /^d{8} · Ann · \d+ d ago$/);
    await tree().expand('Owners');
    assert.equal((await tree().find('@shop/cart')).description, 'code owner');
    await workbench().screenshot('suspects');
    await tree().click(suspect.subject);
    await workbench().editor.findTab(`${suspect.commit.slice(0, 8)} ${suspect.subject}`);
    const [changed, added] = await workbench().changes.files(2);
    assert.ok(
      changed?.includes('return cart.goods.length;') && changed.includes('return cart.items.length;'),
    );
    assert.ok(added?.includes('return cart.items.length;') && !added.includes('goods'));
    await workbench().screenshot('suspect-commit');
    assert.deepEqual(asked('errata/commit')[0]?.params, { repository, commit: suspect.commit });
    await tree().click('src/cart.ts:2');
    await workbench().statusBar.find('Ln 2, Col 1');
  });

  it('fixes from the palette, shows the stages, and waits with the result until somebody looks', async () => {
    await workbench().palette.run('Errata: Fix This Error');
    await workbench().quickPick.choose('TypeError: number 1');
    await until('the fix to be asked for', async () => asked('errata/fix').length === 1);
    assert.deepEqual(asked('errata/fix')[0]?.params, { issue: 'SHOP-1' });
    await agent.runChanged(run('verify'));
    await workbench().statusBar.find('SHOP-1: verifying');
    await tree().find('verifying · 1×');
    await workbench().editor.goTo(1);
    await agent.runChanged(proposedRun());
    await workbench().statusBar.find('1 fix ready');
    await until('the badge', async () => (await workbench().activityBar.badge('Errata')) === '3');
    assert.equal(await workbench().page.locator('.monaco-editor.focused').count(), 1, 'the focus is gone');
    assert.ok(!(await workbench().editor.tabs()).some(title => title.includes('Fix SHOP-1')));
    assert.equal(await workbench().page.locator('.notification-list-item').count(), 0);
    await tree().inlineAction('TypeError: number 1', 'Review Fix');
    await review();
    await workbench().screenshot('scripted-review');
    await workbench().statusBar.find('2 new');
  });

  it('keeps Push shut while something is undecided, and says so', async () => {
    const page = await review();
    const push = page.getByRole('button', { name: /^Push Pull Request/ });
    assert.equal(await push.getAttribute('aria-label'), 'Push Pull Request: Decide on each hunk first.');
    await push.click({ force: true });
    assert.equal(asked('errata/publish').length, 0);
  });

  it('accepts and rejects by keyboard', async () => {
    const page = await review();
    const states = () => page.locator('.hunk-state').allTextContents();
    await page.locator('main').click({ position: { x: 2, y: 2 } });
    for (const key of ['n', 'a', 'n', 'r', 'n', 'r']) await page.locator('body').press(key);
    await until('the marks', async () => (await states()).join() === 'accepted,rejected,rejected');
    await page.locator('body').press('u');
    await until('the mark to go', async () => (await states()).join() === 'accepted,rejected,undecided');
    await page.getByRole('button', { name: 'Reject every hunk of test/cart.test.ts' }).click();
    await until('the marks', async () => (await states()).join() === 'accepted,rejected,rejected');
    await page.getByText('has not been verified as it stands').waitFor();
  });

  it('opens a file in the editor’s own diff', async () => {
    await (await review()).getByRole('button', { name: 'Open src/cart.ts in the diff editor' }).click();
    await workbench()
      .page.locator('.monaco-diff-editor .view-line')
      .filter({ hasText: '?? 0' })
      .first()
      .waitFor();
  });

  it('asks before it pushes what the sandbox speaks against, and pushes nothing when told not to', async () => {
    agent.answers['errata/verify'] = () => verification('rejected', 'Two tests fail now.');
    await (await review()).getByRole('button', { name: /^Push Pull Request/ }).click();
    await (await review()).getByRole('button', { name: /^Push the branch/ }).click();
    await workbench().page.locator('.monaco-dialog-box').waitFor();
    assert.match(await workbench().dialog.text(), /Two tests fail now\./);
    await workbench().dialog.press('Cancel');
    assert.equal(asked('errata/publish').length, 0);
    await (await review()).getByText('Rejected by the sandbox').waitFor();
  });

  it('pushes exactly the accepted hunk and shows where it is', async () => {
    await (await review()).getByRole('button', { name: /^Push the branch/ }).click();
    await workbench().dialog.press('Push All the Same');
    const page = await review('.published');
    await page.getByText('errata/shop-1', { exact: true }).waitFor();
    const accepted = broken.replace('cart.items.length', 'cart.items?.length ?? 0');
    assert.deepEqual(
      asked('errata/publish').map(({ params }) => params),
      [
        {
          run: 'run-1',
          changes: [{ path: 'src/cart.ts', before: broken, after: accepted }],
          // This remote cannot set reviewers from here.
          pullRequest: { ...pullRequestForm.filled, reviewers: [] },
          candidate: 'guard',
          acceptUnproven: true,
        },
      ],
    );
    assert.equal(await readFile(join(repository, 'src', 'cart.ts'), 'utf8'), broken);
    await workbench().screenshot('scripted-published');
  });

  it('applies to the workspace as one undo, and not at all when the file has drifted', async () => {
    await agent.runChanged({ ...proposedRun(), id: 'run-2' });
    agent.answers['errata/issue'] = (
      known => params =>
        ({ ...known(params), runs: [{ ...proposedRun(), id: 'run-2' }] }) as Awaited<ReturnType<typeof known>>
    )(quietAgent(() => repository)['errata/issue']);
    await workbench().palette.run('View: Close All Editors');
    await workbench().palette.run('Errata: Review Fix');
    await workbench().quickPick.choose('TypeError: number 1');
    const page = await review();
    await page.getByRole('button', { name: 'Accept every hunk of src/cart.ts' }).click();
    await page
      .getByRole('button', { name: 'Put the accepted hunks into your open files, as one edit' })
      .click();
    await workbench().statusBar.find('Fix of SHOP-1 applied');
    await workbench().editor.open('src/cart.ts');
    assert.match(await workbench().editor.visibleText(), /\?\? 0/);
    await workbench().page.keyboard.press('ControlOrMeta+Z');
    await until('the undo', async () => !/\?\? 0/.test(await workbench().editor.visibleText()));
    await workbench().editor.type('// mine ');
    await workbench().page.locator('.tab').filter({ hasText: 'Fix SHOP-1' }).click();
    await (await review())
      .getByRole('button', { name: 'Put the accepted hunks into your open files, as one edit' })
      .click();
    await workbench().notifications.find('Nothing was applied: src/cart.ts changed since the fix was made.');
    await workbench().editor.open('src/cart.ts');
    const text = await workbench().editor.visibleText();
    assert.ok(text.includes('// mine') && !text.includes('?? 0'), text);
  });

  it('starts over from the page of a fix that came to nothing, in its place', async () => {
    const failure = { reason: 'no-fix', message: 'No candidate held in the sandbox.' };
    await agent.runChanged(run('failed', { id: 'run-2', failure }));
    await workbench().page.locator('.tab').filter({ hasText: 'Fix SHOP-1' }).click();
    const again = run('verify', { id: 'run-again', startedAt: new Date().toISOString() });
    agent.answers['errata/fix'] = () => again;
    agent.answers['errata/run'] = () => again;
    agent.answers['errata/cancel'] = () => ({ ...again, stage: 'cancelled' });
    const page = await review('.notice');
    await page.getByText(failure.message).waitFor();
    await page.getByRole('button', { name: /^Try again/ }).click();
    await (await review('.steps')).getByRole('button', { name: /^Cancel:/ }).click();
    await until('it to be cancelled', async () => asked('errata/cancel').length === 1);
    assert.deepEqual(asked('errata/cancel')[0]?.params, { run: 'run-again' });
    const pages = (await workbench().editor.tabs()).filter(title => title.includes('Fix SHOP-1'));
    assert.equal(pages.length, 1);
  });

  it('starts a crashed agent again, and gives up with a reason after the fifth crash', async () => {
    await agent.runChanged(run('verify', { id: 'run-3', issue: 'SHOP-37' }));
    await workbench().statusBar.find('SHOP-37: verifying');
    for (let crash = 1; crash <= 5; crash++) {
      const before = agent.starts;
      agent.crash();
      if (crash < 5) await until(`start ${crash}`, async () => agent.starts > before, 10_000);
      await until(
        'the list to be asked for',
        async () => crash === 5 || asked('errata/status').length > crash,
      );
    }
    // What the dead one worked on is not being worked on any more.
    await tree().find(/\(command:b\) 37×/);
    await workbench().notifications.find('it ended unexpectedly five times in three minutes');
    await workbench().statusBar.find('Errata');
    await tree().find('TypeError: number 1');
    await workbench().notifications.press('it ended unexpectedly', 'Start It Again');
    await until('another start', async () => agent.starts === 6);
  });

  it('gives the reason when the log center cannot be reached', async () => {
    await agent.issuesChanged([]);
    await agent.statusChanged(
      status({ connection: { state: 'disconnected', reason: 'The token was refused. Sign in again.' } }),
    );
    await workbench().activityBar.open('Errata');
    await tree().find('Reconnect');
    await workbench()
      .page.locator('.part.sidebar .message')
      .filter({ hasText: 'Not connected: The token was refused.' })
      .waitFor();
  });
});
