import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineSettingsSchema } from '@errata/protocol/model';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { FixSession } from '../../agent/src/workflow/fix-session.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { answers, asksForCause, edit, lookup, makeShipping, shippingEvent } from '../models/shipping.ts';
import { WireServer } from '../models/wire-server.ts';

const asked = edit(
  'src/zones.js',
  lookup,
  `  const [country] = code.split('-');\n${lookup.replace('(code)', '(country.toUpperCase())')}`,
  'The country is taken out of the code by its parts.',
);

describe('a change that a person asks for, with a model', function () {
  this.timeout(120_000);
  let folder: string;
  let errata: Errata;
  let server: WireServer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-words-'));
    await mkdir(join(folder, 'shipping'));
    await makeShipping(join(folder, 'shipping'));
    errata = await Errata.start(folder, []);
    server = await WireServer.start();
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('is made, with what they edited shown to the model, and told truthfully', async () => {
    const client = new LogCenterClient(errata.ready);
    const sent = new TextEncoder().encode(JSON.stringify(shippingEvent));
    const { issue } = await client.addEvent(sent, 'default');
    server.script(request => {
      if (asksForCause(request)) return answers.cause;
      if (request.text.includes('nonsense')) return answers.wrong;
      return request.text.includes('by its parts') ? asked : answers.right;
    });
    const model = server.choice('anthropic');
    await using session = await FixSession.start({
      ...{ issue, folder: join(folder, 'shipping'), holder: 'test' },
      engines: { settings: engineSettingsSchema.parse({ model, samples: 1 }) },
      connect: async () => client,
      changed: () => undefined,
    });
    const first = await session.settled();
    const offered = first.proposal && recommendedCandidate(first.proposal);
    assert.deepEqual([first.stage, offered?.engine], ['awaiting-approval', 'model'], first.message);

    const edited = (offered?.changes ?? []).map(change => ({
      ...change,
      after: `${change.after}// mine\n`,
    }));
    await session.askForChange('ada', 'Take the country out by its parts.', { changes: edited });
    const second = await session.settled();
    assert.equal(second.message, 'Changed as you asked: The country is taken out of the code by its parts.');
    const changed = second.proposal && recommendedCandidate(second.proposal);
    assert.match(changed?.changes[0]?.after ?? '', /const \[country\] = code\.split/);
    assert.equal(changed?.verification?.verdict, 'proven');
    const told = server.requests.at(-1)?.text ?? '';
    assert.match(told, /\+\/\/ mine/);
    assert.ok((second.proposal?.spent?.calls ?? 0) > (first.proposal?.spent?.calls ?? 0));

    await session.askForChange('ada', 'Now some nonsense.', { changes: changed?.changes ?? [] });
    const third = await session.settled();
    assert.match(third.message, /^What was written to follow your words did not hold\. /);
    assert.ok(third.proposal?.candidates.some(({ id }) => id === changed?.id));
  });

  it('may be that a model which failed is asked once more, for the same and for another answer', async () => {
    const client = new LogCenterClient(errata.ready);
    const root = join(folder, 'total');
    await mkdir(root);
    const loop = 'for (let i = 0; i <= items.length; i++) sum += items[i].price;';
    await makeShipping(root, {
      'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
      'src/total.js': `export function total(items) {\n  let sum = 0;\n  ${loop}\n  return sum;\n}\n`,
    });
    const value = "Cannot read properties of undefined (reading 'price')";
    const frame = { filename: '/app/src/total.js', function: 'total', lineno: 3, in_app: true };
    const frames = [{ ...frame, vars: { items: [{ price: 1 }], sum: 1 } }];
    const exception = { values: [{ type: 'TypeError', value, stacktrace: { frames } }] };
    const event = { ...shippingEvent, event_id: 'd'.repeat(32), exception };
    const sent = new TextEncoder().encode(JSON.stringify(event));
    const { issue } = await client.addEvent(sent, 'default');
    const writes = (search: string) =>
      server.script(request =>
        asksForCause(request)
          ? answers.cause
          : edit('src/total.js', search, 'for (const { price } of items) sum += price;', 'No index.'),
      );
    const model = server.choice('openai-chat');
    await using session = await FixSession.start({
      ...{ issue, folder: root, holder: 'test' },
      engines: { settings: engineSettingsSchema.parse({ engine: 'model', model, samples: 1 }) },
      connect: async () => client,
      changed: () => undefined,
    });
    writes('for (;;)');
    const first = await session.settled();
    assert.deepEqual(
      [first.stage, first.proposal?.modelTrouble?.reason],
      ['awaiting-approval', 'edit-does-not-match'],
      first.message,
    );
    const asked = server.requests.length;
    writes(loop);
    await session.retry('ada');
    const second = await session.settled();
    assert.equal(second.stage, 'awaiting-approval');
    assert.ok(server.requests.length > asked, 'the answers from before were taken');
    assert.equal(second.proposal?.modelTrouble, undefined);
    const written = second.proposal?.candidates.find(({ engine }) => engine === 'model');
    assert.equal(written?.verification?.verdict, 'proven');
    assert.deepEqual(second.requests, []);
  });
});
