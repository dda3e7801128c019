import assert from 'node:assert/strict';
import { engineSettingsSchema } from '@errata/protocol/model';
import { RoundWorker } from '../../agent/src/workflow/rounds/round-worker.ts';
import { asksForCause, edit } from '../models/shipping.ts';
import { WireServer } from '../models/wire-server.ts';
import { FollowRoom, fixed } from './follow-room.ts';

const loop = `  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }`;
const cause = JSON.stringify({ found: false, cause: '', evidence: [], strategy: '', disprovedBy: '' });
const asked = edit(
  'src/total.js',
  loop,
  '  for (const { price } of items) sum += price;',
  'The loop goes over the items themselves.',
);

describe('another version of a pull request, with a model', function () {
  this.timeout(120_000);
  let room: FollowRoom;
  let server: WireServer;
  beforeEach(async () => {
    room = await FollowRoom.open('github');
    server = await WireServer.start();
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await room[Symbol.asyncDispose]();
  });

  async function work(): Promise<void> {
    const settings = engineSettingsSchema.parse({ model: server.choice('openai-chat'), samples: 1 });
    const worker = new RoundWorker({
      ...{ places: room.places, holder: 'ada, test (pid 1)' },
      settings: { engines: { settings } },
      client: () => room.client,
      connect: async () => room.client,
      report: () => undefined,
    });
    await using follower = room.follower({
      work: (round, pullRequest, stop) => worker.work(round, pullRequest, stop),
    });
    await follower.once();
    assert.deepEqual(room.troubles, []);
  }
  const content = (file: string) => room.git('--git-dir', room.forge.folder, 'show', `errata/fix:${file}`);
  const writes = (text: string) => server.script(request => (asksForCause(request) ? cause : text));

  it('follows the words of who may push, and tells the model what they are about', async () => {
    writes(asked);
    const bob = room.forge.user('bob', { rights: 'write' });
    room.forge.comment(1, bob, '@errata iterate over the items, without an index');
    await work();
    assert.match(content('src/total.js'), /for \(const \{ price \} of items\)/);
    assert.match(room.said()[0] ?? '', /^Pushed as [0-9a-f]{40}\. Changed as you asked: The loop goes over/);
    const { text = '', system = '' } = server.requests.find(request => !asksForCause(request)) ?? {};
    assert.match(text, /iterate over the items, without an index/);
    assert.match(text, /\+ {2}for \(let i = 0; i < items\.length; i\+\+\)/);
    assert.doesNotMatch(system, /without an index/);
    const { calls } = await room.client.models.calls({ run: room.pullRequest.run });
    assert.deepEqual(calls.map(({ purpose }) => purpose).sort(), ['change', 'diagnose']);
  });

  it('asks no model for who may not push', async () => {
    writes(asked);
    const mallory = room.forge.user('mallory');
    room.forge.comment(1, mallory, '@errata iterate over the items, without an index');
    await work();
    assert.deepEqual(server.requests, []);
    assert.equal(`${content('src/total.js')}\n`, fixed);
  });

  it('says that words were not followed where what was written does not hold', async () => {
    const first = 'export function total(items) {';
    writes(edit('src/total.js', first, first.replace('export ', ''), 'It is nobody else’s.'));
    const bob = room.forge.user('bob', { rights: 'write' });
    room.forge.comment(1, bob, '@errata keep it to yourself');
    await work();
    assert.match(room.said()[0] ?? '', /Nothing that a model wrote to that holds\./);
    assert.match(content('src/total.js'), /^export function total/);
  });

  it('shows the model what failed checks printed', async () => {
    writes(asked);
    const log = 'lint: no index loops (prefer-for-of)\n';
    room.forge.setCheck(room.pullRequest.head, 'lint', 'failed', log);
    await work();
    assert.match(room.said()[0] ?? '', /^Pushed as [0-9a-f]{40}\. Checks fail\. Another fix holds: The loop/);
    assert.ok(server.requests.some(({ text }) => text.includes('prefer-for-of')));
  });
});
