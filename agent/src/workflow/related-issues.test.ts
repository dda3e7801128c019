import assert from 'node:assert/strict';
import type { Issue } from '@errata/protocol/issue';
import type { LogCenterClient } from '../center/client.ts';
import { toldFix } from '../publish/scratch-fix.ts';
import { relatedIssues } from './related-issues.ts';

describe('issues that a fix may fix as well', () => {
  const { issue } = toldFix({});
  const find = async (others: readonly Partial<Issue>[], about = issue) => {
    const issues = others.map(other => ({ ...issue, id: 'SHOP-4', ...other }));
    const client: Pick<LogCenterClient, 'issues'> = { issues: async () => ({ issues }) };
    return (await relatedIssues(client, about)).map(each => each.issue);
  };

  it('are open ones that crash in the same place', async () => {
    const others = [{}, { id: issue.id }, { id: 'SHOP-5', culprit: 'pay (src/pay.ts)' }];
    assert.deepEqual(await find([...others, { id: 'SHOP-6', ignored: true }]), ['SHOP-4']);
  });

  it('are none where it is not known where it crashes, and never many', async () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ id: `SHOP-${at + 10}` }));
    assert.equal((await find(many)).length, 5);
    assert.deepEqual(await find([{ culprit: '' }], { ...issue, culprit: '' }), []);
  });
});
