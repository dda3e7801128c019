import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentMethod,
  type AgentParams,
  type AgentResult,
  agentNotifications,
  agentRequests,
  type NotificationParams,
} from '@errata/protocol/agent-rpc';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { until } from '../editor/poll.ts';
import { BareClient } from './bare-client.ts';

type News = NotificationParams<'errata/issuesChanged'>;

const trace = (name: string) => `${name}: it broke\n    at ${name} (/srv/app/src/${name}.js:4:21)\n`;

describe('the list of errors, as the agent tells of it', () => {
  let folder: string;
  let errata: Errata;
  let client: BareClient;
  let center: LogCenterClient;
  const news: News[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-list-'));
    await mkdir(join(folder, 'app'));
    errata = await Errata.start(folder, []);
    center = new LogCenterClient(errata.ready);
    client = await BareClient.start({
      home: folder,
      root: join(folder, 'app'),
      logCenter: errata.ready.url,
      env: { XDG_STATE_HOME: join(folder, 'state') },
    });
    client.connection.onNotification('errata/issuesChanged', (params: unknown) => {
      news.push(agentNotifications['errata/issuesChanged'].parse(params));
    });
    await until(
      'the connection',
      async () => (await ask('errata/status', {})).connection.state === 'connected',
    );
  });
  after(async () => {
    await client?.[Symbol.asyncDispose]();
    await errata?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function ask<M extends AgentMethod>(method: M, params: AgentParams<M>): Promise<AgentResult<M>> {
    const answer: unknown = await client.connection.sendRequest(method, params);
    return agentRequests[method].result.parse(answer) as AgentResult<M>;
  }
  const happens = async (name: string) =>
    (await center.addEvent(new TextEncoder().encode(trace(name)), 'default')).issue;
  const titles = async (query: AgentParams<'errata/issues'>) =>
    (await ask('errata/issues', query)).issues.map(({ title }) => title.split(':')[0]);
  /** Waits until the last word on an issue is as expected. */
  const told = (id: string, test: (issue: NonNullable<News['issues']>[number]) => boolean) =>
    until(
      async () => `word of ${id}; told was ${JSON.stringify(news)}`,
      async () => news.some(({ issues }) => issues?.some(issue => issue.id === id && test(issue))),
    );

  it('says which issue it was, with what it is now', async () => {
    // What happens while the first page is read is not told one by one.
    await until('word of a single issue', async () => {
      const id = await happens('AlphaError');
      return news.some(({ issues }) => issues?.some(issue => issue.id === id && issue.count > 1));
    });
  });

  it('finds, sorts and pages them', async () => {
    await happens('BetaError');
    assert.deepEqual(await titles({ sort: 'count' }), ['AlphaError', 'BetaError']);
    assert.deepEqual(await titles({}), ['BetaError', 'AlphaError']);
    assert.deepEqual(await titles({ q: 'count:>1' }), ['AlphaError']);
    const first = await ask('errata/issues', { sort: 'count', limit: 1 });
    assert.deepEqual(await titles({ sort: 'count', limit: 1, cursor: first.nextCursor }), ['BetaError']);
    await assert.rejects(ask('errata/issues', { q: 'count:many' }), /count/);
  });

  it('leaves out what is ignored until it happens again', async () => {
    const id = await happens('GammaError');
    await until('three new ones', async () => (await ask('errata/status', {})).newIssues === 3);
    assert.equal((await ask('errata/ignore', { issue: id, ignored: true })).ignored, true);
    await told(id, ({ ignored }) => ignored === true);
    assert.equal((await ask('errata/status', {})).newIssues, 2);
    assert.deepEqual(await titles({ ignored: 'only' }), ['GammaError']);
    assert.deepEqual((await titles({ ignored: 'with' })).length, 3);
    assert.deepEqual((await titles({})).includes('GammaError'), false);
    await happens('GammaError');
    assert.deepEqual((await titles({})).includes('GammaError'), true);
  });

  it('counts the last day, and takes word of a fix by hand, if nothing has changed meanwhile', async () => {
    const [issue] = (await ask('errata/issues', { q: 'GammaError' })).issues;
    assert.ok(issue);
    const stats = await ask('errata/stats', { issue: issue.id });
    assert.equal(
      stats.hours.reduce((sum, { count }) => sum + count, 0),
      2,
    );
    const fixed = { issue: issue.id, version: issue.version, reason: 'reverted' };
    assert.equal((await ask('errata/markFixed', fixed)).status, 'DEPLOYED');
    await told(issue.id, ({ status }) => status === 'DEPLOYED');
    await assert.rejects(ask('errata/markFixed', fixed), /version/);
  });

  it('counts new ones where there are more than it keeps', async () => {
    const numbers = Array.from({ length: 220 }, (_, index) => index);
    await Promise.all(numbers.map(number => happens(`Number${number}Error`)));
    const counts = await center.issueCounts({ q: 'is:new' });
    assert.deepEqual(counts, [{ status: 'NEW', count: 222 }]);
    await until('the number', async () => (await ask('errata/status', {})).newIssues === 222);
  });
});
