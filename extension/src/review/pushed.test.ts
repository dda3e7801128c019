import assert from 'node:assert/strict';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { PullRequestBook } from '../publish/pull-request-book.ts';
import { PushedFix, type PushedFixContext } from './pushed.ts';
import { followed } from './scratch-pull-request.ts';

const run = { run: 'run-1', issue: 'SHOP-17' };

/** What the agent answers with, or why it cannot. */
function around(answer: readonly FollowedPullRequest[] | Error) {
  const warnings: string[] = [];
  const asked: unknown[] = [];
  const request = (async (method: string, params: unknown) => {
    asked.push([method, params]);
    if (answer instanceof Error) throw answer;
    return { pullRequests: answer };
  }) as PushedFixContext['agent']['request'];
  const log = { warn: (line: string) => void warnings.push(line) };
  return { context: { agent: { request }, pullRequests: new PullRequestBook(), log }, warnings, asked };
}

describe('what was pushed', () => {
  it('is asked for, and followed from then on', async () => {
    const other = { ...followed, id: 'pr-2', run: 'run-2' };
    const { context, asked } = around([other, followed]);
    let changes = 0;
    const pushed = new PushedFix(context, run, () => changes++);
    assert.equal(pushed.target, undefined);
    await pushed.ask();
    assert.deepEqual(asked, [['errata/pullRequests', { issue: 'SHOP-17' }]]);
    assert.equal(pushed.pullRequest?.id, 'pr-1');
    assert.deepEqual(pushed.target, { issue: { id: 'SHOP-17' }, pullRequest: { id: 'pr-1' } });
    context.pullRequests.update({ ...followed, reviews: [] });
    context.pullRequests.update({ ...other, reviews: [] });
    assert.deepEqual([pushed.pullRequest?.reviews, changes], [[], 2]);
    pushed.dispose();
    context.pullRequests.update({ ...followed, draft: true });
    assert.equal(changes, 2);
  });

  it('is known at once where the window has heard of it, and stays when the agent is another one', () => {
    const { context } = around([]);
    context.pullRequests.update(followed);
    const pushed = new PushedFix(context, run, () => assert.fail('nothing has changed'));
    context.pullRequests.clear();
    assert.equal(pushed.pullRequest?.id, 'pr-1');
  });

  it('is shown as far as it is known when the agent cannot say', async () => {
    const { context, warnings } = around(new Error('The log center does not answer.'));
    const pushed = new PushedFix(context, run, () => undefined);
    await pushed.ask();
    assert.equal(pushed.pullRequest, undefined);
    assert.match(warnings.join(), /does not answer/);
  });
});
