import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { CollectError } from './collect-error.ts';
import { type Door, EnvelopeIntake } from './envelope-intake.ts';

const usual: Door = { admit: () => {}, wait: () => 0, spoolDirectory: tmpdir() };

async function* inPieces(text: string, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function take(text: string, door: Partial<Door> = {}, size = 1000) {
  await using intake = new EnvelopeIntake({ ...usual, ...door });
  await intake.take(inPieces(text, size));
  const { items, attachments, counts, faults, waits } = intake;
  return {
    items: items.map(({ type, payload }) => [type, Buffer.from(payload).toString()]),
    attachments: attachments.map(({ name, content }) => [name, content.size, content.hash]),
    counts: Object.fromEntries(counts),
    faults: faults.map(({ reason }) => reason),
    waits: Object.fromEntries(waits),
  };
}

const item = (header: object, payload: string) =>
  `${JSON.stringify({ ...header, length: Buffer.byteLength(payload) })}\n${payload}\n`;

describe('EnvelopeIntake', () => {
  it('takes the same in, however the bytes are cut', async () => {
    const types = fc.constantFrom('event', 'attachment', 'session', 'feedback', 'new');
    const items = fc.array(fc.tuple(types, fc.string({ maxLength: 50 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 40 }), async (sent, size) => {
        const text = `{}\n${sent.map(([type, payload]) => item({ type }, payload)).join('')}`;
        const whole = await take(text);
        assert.deepEqual(await take(text, {}, size), whole);
        const wanted = sent.filter(([type]) => type === 'event' || type === 'feedback');
        assert.deepEqual(
          whole.items,
          wanted.map(([type, payload]) => [type, Buffer.from(payload).toString()]),
        );
        assert.equal(whole.attachments.length, sent.filter(([type]) => type === 'attachment').length);
      }),
      { numRuns: 60 },
    );
  });

  it('asks at the door before it takes anything in', async () => {
    const admit: Door['admit'] = ({ dsn }) => {
      throw new CollectError('wrong-key', String(dsn));
    };
    await assert.rejects(take(`{"dsn":"https://k@h/1"}\nnonsense`, { admit }), {
      reason: 'wrong-key',
      message: 'https://k@h/1',
    });
  });

  it('holds back what the door says, and takes the rest', async () => {
    const text = `{}\n${['event', 'attachment', 'client_report', 'session', 'feedback'].map(type => item({ type }, '{}')).join('')}`;
    const wait: Door['wait'] = category => ({ error: 7, attachment: 9 })[category as string] ?? 0;
    const { items, attachments, waits } = await take(text, { wait });
    assert.deepEqual(
      items.map(([type]) => type),
      ['client_report', 'feedback'],
    );
    assert.deepEqual(attachments, []);
    assert.deepEqual(waits, { error: 7, attachment: 9 });
  });

  it('refuses what is too large or too many, and only that', async () => {
    const large = 'x'.repeat(1024 * 1024 + 1);
    const text = `{}\n${item({ type: 'event' }, large)}{"type":"event"}\n${large}\n${item({ type: 'event' }, 'fine')}`;
    const { items, faults } = await take(text, {}, 64 * 1024);
    assert.deepEqual(items, [['event', 'fine']]);
    assert.deepEqual(faults, ['too-large', 'too-large']);
    const many = await take(
      `{}\n${item({ type: 'attachment' }, '').repeat(31)}${item({ type: 'feedback' }, '').repeat(101)}`,
    );
    assert.deepEqual([many.attachments.length, many.items.length, many.faults.length], [30, 100, 2]);
  });

  it('holds no more than it may, however many items that is', async () => {
    const text = `{}\n${item({ type: 'event' }, 'x'.repeat(1000 * 1000)).repeat(5)}`;
    await assert.rejects(take(text, {}, 64 * 1024), { name: 'CollectError', reason: 'too-large' });
  });

  it('refuses what is no envelope', async () => {
    for (const [text, reason] of [
      ['', 'empty'],
      ['x', 'bad-envelope'],
      ['{}\n{"type":"event","length":9}\n{}', 'truncated'],
      [`{}\n${item({ type: 'event' }, '{}')}garbage`, 'bad-envelope'],
    ] as const) {
      await assert.rejects(take(text), { name: 'CollectError', reason });
    }
  });
});
