import assert from 'node:assert/strict';
import type { RunView } from '@errata/protocol/agent-rpc';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { type Detail, IssueDetails } from './details.ts';
import type { IssueNode, Node } from './nodes.ts';

const issue: Issue = {
  id: 'SHOP-1',
  project: 'shop',
  status: 'NEW',
  version: 0,
  title: 'TypeError: x',
  culprit: 'f (a.ts)',
  level: 'error',
  platform: 'node',
  count: 1,
  users: 0,
  firstSeen: '2026-01-01T00:00:00Z',
  lastSeen: '2026-01-01T00:00:00Z',
  fingerprint: 'f',
};
const event: Event = {
  id: '0'.repeat(32),
  timestamp: '2026-01-10T12:00:00Z',
  platform: 'node',
  level: 'error',
  exceptions: [{ type: 'A', value: '', frames: [{ file: 'a.ts', line: 1, inApp: true }] }],
  tags: {},
  contexts: {},
  breadcrumbs: [],
};
const run: RunView = {
  id: 'r',
  issue: 'SHOP-1',
  stage: 'failed',
  message: '',
  startedAt: '2026-01-01T00:00:00Z',
};
const look = { label: '', description: '', icon: '', color: undefined, context: '' };
const kinds = (nodes: readonly Node[]) =>
  nodes.map(node => (node.kind === 'section' ? node.about : node.kind));

describe('what is below an issue', () => {
  let answer: Detail | Error;
  let asked: number;
  let details: IssueDetails;
  const node = (change: Partial<Issue> = {}, of?: RunView): IssueNode => ({
    kind: 'issue',
    issue: { ...issue, ...change },
    run: of,
    pullRequest: undefined,
    look,
  });

  beforeEach(() => {
    answer = { issue, event, runs: [], pullRequests: [] };
    asked = 0;
    details = new IssueDetails(
      message => message,
      async () => {
        asked++;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    );
  });

  it('is asked for again when there is another run or crash, and not when it is only counted', async () => {
    const first = await details.of(node());
    assert.equal(await details.of(node({ count: 2, lastSeen: '2026-01-02T00:00:00Z' })), first);
    assert.equal(asked, 1);
    await details.of(node({}, run));
    await details.of(node({ lastRelease: '2.0' }, run));
    await details.of(node({ lastRelease: '2.0' }, { ...run, stage: 'verify' }));
    assert.equal(asked, 4);
    details.forgetAll();
    await details.of(node({ lastRelease: '2.0' }, { ...run, stage: 'verify' }));
    assert.equal(asked, 5);
  });

  it('is renewed where something else is known now, and a failure takes nothing away', async () => {
    await details.of(node());
    assert.deepEqual(await details.renew(), []);
    const known = answer;
    answer = new Error('The agent is gone.');
    assert.deepEqual(await details.renew(), []);
    answer = { ...(known as Detail), repositoryReason: 'repository not matched: shop' };
    assert.deepEqual(await details.renew(), ['SHOP-1']);
    assert.deepEqual(kinds(await details.of(node())), ['note', 'frame']);
    assert.equal(asked, 4);
  });

  it('says why there is no code for it, and lists its runs', async () => {
    answer = {
      issue,
      event,
      repositoryReason: 'repository not matched: \u202eshop',
      runs: [run],
      pullRequests: [],
    };
    const nodes = await details.of(node());
    assert.deepEqual(kinds(nodes), ['note', 'frame', 'runs']);
    assert.deepEqual(nodes[0], { kind: 'note', label: 'repository not matched: \u{fffd}shop' });
  });

  it('asks which folder an error belongs to where only a person can tell', async () => {
    answer = {
      ...{ issue, event, runs: [], pullRequests: [] },
      ...{ repositoryReason: 'only the path fits', unsure: ['/w/shop', '/w/fo\u202erk'] },
    };
    const asked = async () =>
      (await details.of(node())).flatMap(each =>
        each.kind === 'action' ? [[each.label, each.command, each.target]] : [],
      );
    const about = (repository: string | null) => ({ issue: { id: 'SHOP-1' }, repository });
    assert.deepEqual(await asked(), [
      ['It belongs to {0}', 'errata.belongs', about('/w/shop')],
      ['It belongs to {0}', 'errata.belongs', about('/w/fo\u202erk')],
      ['It belongs to none of these folders', 'errata.belongs', about(null)],
    ]);
    details.forgetAll();
    answer = { ...answer, unsure: ['/w/shop'] };
    assert.deepEqual((await asked()).at(-1), ['It does not belong to {0}', 'errata.belongs', about(null)]);
  });

  it('says why it cannot be told, and asks again', async () => {
    answer = new Error('The agent is gone.');
    assert.deepEqual(await details.of(node()), [{ kind: 'note', label: 'The agent is gone.' }]);
    answer = { issue, event: { ...event, exceptions: [] }, runs: [], pullRequests: [] };
    assert.deepEqual(await details.of(node()), [{ kind: 'note', label: 'The event has no stack trace.' }]);
  });
});
