import assert from 'node:assert/strict';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { listed } from './scripted/listed.ts';
import { issue, pullRequest, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

const title = 'TypeError: number 1';

/** What becomes of a pull request is told in the list, and a person acts on it there. */
describe('Pull requests in the list', function () {
  this.timeout(60_000);
  let agent: ScriptedAgent;
  const open: FollowedPullRequest = pullRequest({
    issues: [{ issue: 'SHOP-1' }],
    number: 12,
    url: 'https://github.com/acme/shop/pull/12',
    title: 'fix: count no items where there are none',
    checks: [
      { name: 'unit tests', state: 'failed' },
      { name: 'lint', state: 'passed' },
    ],
  });

  const workbench = useScriptedWorkbench(scene => {
    ({ agent } = scene);
    agent.answer({
      'errata/status': () => status({ newIssues: 0 }),
      'errata/issues': listed([issue(1, { status: 'PENDING_REVIEW' })]),
      'errata/pullRequests': () => ({ pullRequests: [open] }),
      'errata/report': () => ({
        markdown: '# SHOP-1\n\n| when | what |\n|---|---|\n| 2026-01-01 | seen first |\n',
      }),
    });
  });
  const tree = () => workbench().tree();
  const asked = (method: string) =>
    agent.asked.filter(request => request.method === method).map(({ params }) => params);

  it('stand on the row of their error and below it, with their checks', async () => {
    await workbench().activityBar.open('Errata');
    const { description } = await tree().find(title);
    assert.match(description ?? '', /^#12 open 1 check failed · /);
    await tree().expand(title);
    assert.match((await tree().find(/^#12 open, 1 check failed/)).text, /count no items/);
    await tree().expand(/^#12 open, /);
    assert.equal((await tree().find('unit tests')).description, 'failed');
    assert.equal((await tree().find('lint')).description, 'passed');
    await workbench().screenshot('pull-request-in-list');
  });

  it('are drawn anew when something happened on the forge', async () => {
    const checks = [{ name: 'unit tests', state: 'passed' } as const];
    await agent.pullRequestChanged({ ...open, checks, reviews: [{ by: 'bob', state: 'approved' }] });
    await tree().find(/#12 open checks passed approved by bob/);
    await tree().find(/^#12 open, checks passed, approved by bob/);
  });

  it('are opened where only the branch could be pushed, or it says why not', async () => {
    const { number: _, url: __, checks: ___, ...branch } = open;
    const pushed = { branch: open.branch, commit: open.head, remote: 'origin' };
    const opened = (number?: number, notes?: string[]) => () => ({
      ...{ ...pushed, pullRequest: { id: open.id, ...(number !== undefined && { number }) } },
      ...(notes && { notes }),
    });
    await agent.pullRequestChanged(branch);
    const row = new RegExp(`^${open.branch} pushed · `);
    agent.answers['errata/openPullRequest'] = opened(undefined, ['The token may not write there.']);
    await tree().inlineAction(row, 'Open Pull Request');
    await workbench().notifications.find('The token may not write there.');
    await workbench().screenshot('pull-request-to-open');
    agent.answers['errata/openPullRequest'] = opened(12);
    await tree().inlineAction(row, 'Open Pull Request');
    await workbench().statusBar.find('#12 is open');
    const { length } = asked('errata/openPullRequest');
    assert.equal(length, 2);
    await agent.pullRequestChanged(open);
    await tree().find(/^#12 open, /);
  });

  it('are checked out at a press', async () => {
    await tree().inlineAction(/^#12 open, /, 'Check Out Pull Request');
    await workbench().statusBar.find('is checked out');
    assert.deepEqual(asked('errata/checkoutPullRequest'), [{ pullRequest: open.id }]);
  });

  it('are merged as the person chooses, at the commit that they saw; a refusal is said', async () => {
    agent.answers['errata/mergePullRequest'] = () => {
      throw new Error('The branch is protected: a review is required.');
    };
    await tree().inlineAction(/^#12 open, /, 'Merge Pull Request…');
    await workbench().quickPick.choose('Squash');
    await workbench().notifications.find('a review is required');
    await workbench().notifications.dismiss('a review is required');
    agent.answers['errata/mergePullRequest'] = () => ({ ...open, state: 'merged' });
    await tree().inlineAction(/^#12 open, /, 'Merge Pull Request…');
    await workbench().quickPick.choose('Merge');
    await tree().find(/#12 merged into main/);
    assert.deepEqual(asked('errata/mergePullRequest'), [
      { pullRequest: open.id, head: open.head, how: 'squash' },
      { pullRequest: open.id, head: open.head, how: 'merge' },
    ]);
  });

  it('are closed with a reason, or not at all', async () => {
    await agent.pullRequestChanged({ ...open, draft: true });
    await tree().contextMenu(/^#12 draft/, 'Close Pull Request…');
    await workbench().inputBox.cancel();
    await tree().contextMenu(/^#12 draft/, 'Close Pull Request…');
    await workbench().inputBox.answer('The price list is wrong, not the cart.');
    await until('it to be closed', async () => asked('errata/closePullRequest').length === 1);
    assert.deepEqual(asked('errata/closePullRequest'), [
      { pullRequest: open.id, reason: 'The price list is wrong, not the cart.' },
    ]);
  });

  it('leave a report of how the error was fixed', async () => {
    const at = '2026-01-02T00:00:00.000Z';
    const resolved = { kind: 'resolved', at, reason: 'No event in a week of use.' } as const;
    await agent.pullRequestChanged({
      ...open,
      state: 'merged',
      issues: [{ issue: 'SHOP-1', deployed: { at, release: '1.2.0' }, outcome: resolved }],
    });
    await tree().find(/#12 resolved/);
    await tree().contextMenu(title, 'Show How It Was Fixed');
    const page = await workbench().webview('h1');
    assert.equal(await page.locator('h1').textContent(), 'SHOP-1');
    assert.equal(await page.locator('td').first().textContent(), '2026-01-01');
    await workbench().screenshot('fix-report');
  });
});
