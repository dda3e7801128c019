import assert from 'node:assert/strict';
import fc from 'fast-check';
import { effortOf } from '../testing/effort.ts';
import {
  EnvelopeError,
  type EnvelopePart,
  EnvelopeReader,
  type EnvelopeReason,
  parseEnvelope,
} from './envelope.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function refused(text: string, reason: EnvelopeReason): void {
  assert.throws(() => parseEnvelope(bytesOf(text)), { name: 'EnvelopeError', reason });
}

interface Seen {
  readonly type: string;
  payload: string;
  isTooLarge: boolean;
  isWhole: boolean;
}

/** What a reader says of bytes that come in pieces of those sizes, in turn. */
function readInPieces(
  bytes: Uint8Array,
  sizes: readonly number[],
  limitOf?: (type: string) => number,
): { headers: unknown; items: Seen[] } | EnvelopeReason {
  const reader = new EnvelopeReader(limitOf);
  let headers: unknown;
  const items: Seen[] = [];
  const take = (part: EnvelopePart) => {
    const item = items.at(-1);
    if (part.kind === 'headers') headers = part.headers;
    else if (part.kind === 'item')
      items.push({ type: part.type, payload: '', isTooLarge: false, isWhole: false });
    else if (item === undefined || item.isWhole) assert.fail(`${part.kind} outside an item`);
    else if (part.kind === 'overflow') {
      item.isTooLarge = true;
      item.payload = '';
    } else if (part.kind === 'end') item.isWhole = true;
    else item.payload += Buffer.from(part.bytes).toString('latin1');
  };
  try {
    for (let start = 0, turn = 0; start < bytes.length; turn++) {
      const end = start + (sizes[turn % sizes.length] ?? bytes.length);
      for (const part of reader.read(bytes.subarray(start, end))) take(part);
      start = end;
    }
    for (const part of reader.end()) take(part);
  } catch (error) {
    if (error instanceof EnvelopeError) return error.reason;
    throw error;
  }
  return { headers, items };
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });
/** Bytes that are almost an envelope. */
const almost = fc
  .array(
    fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(
        '{}',
        '',
        '\r',
        '{"type":"a"}',
        '{"type":"b","length":3}',
        'abc',
        '{"type":"c","length":0}',
      ),
    ),
    { maxLength: 12 },
  )
  .map(lines => bytesOf(lines.join('\n')));

describe('parseEnvelope', () => {
  it('reads items with and without a length, with and without a last newline', () => {
    const text =
      '{"event_id":"1","dsn":"https://k@h/1"}\n{"type":"attachment","length":5}\na\nb\nc\n{"type":"event"}\n{}';
    for (const end of ['', '\n', '\n\n', '\r\n']) {
      const { headers, items } = parseEnvelope(bytesOf(text + end));
      assert.equal(headers.dsn, 'https://k@h/1');
      assert.deepEqual(
        items.map(item => [item.type, textOf(item.payload).trim()]),
        [
          ['attachment', 'a\nb\nc'],
          ['event', '{}'],
        ],
      );
    }
  });

  it('takes an envelope without items, and items of no bytes', () => {
    for (const text of ['{}', '{}\n', '\ufeff{}\n', '\n{}\n\n']) {
      assert.deepEqual(parseEnvelope(bytesOf(text)).items, []);
    }
    const { items } = parseEnvelope(
      bytesOf('{}\n{"type":"a","length":0}\n\n{"type":"b"}\n\n{"type":"c","length":0}\n\n{"type":"d"}'),
    );
    assert.deepEqual(
      items.map(({ type, payload }) => [type, payload.length]),
      [
        ['a', 0],
        ['b', 0],
        ['c', 0],
        ['d', 0],
      ],
    );
  });

  it('says what is wrong', () => {
    refused('', 'empty');
    refused(' \n', 'empty');
    refused('hello\n', 'bad-header');
    refused('[]\n', 'bad-header');
    refused('{}\nhello', 'bad-item-header');
    refused('{}\n{"length":3}\nabc', 'bad-item-header');
    refused('{}\n{"type":"event","length":-1}\n', 'bad-item-header');
    refused('{}\n{"type":"event","length":1.5}\n', 'bad-item-header');
    refused('{}\n{"type":"event","length":2}\n{}more', 'bad-item-header');
    refused('{}\n{"type":"event","length":10}\n{}', 'truncated');
    refused(`{"a":"${'x'.repeat(70_000)}"}\n`, 'bad-header');
    refused(`{}\n{"type":"${'x'.repeat(70_000)}"}\n`, 'bad-item-header');
    refused(`{}\n${'{"type":"a"}\n\n'.repeat(1001)}`, 'too-many-items');
  });

  it('gives back what was put in, whatever the bytes', () => {
    const fields = { type: fc.string({ minLength: 1 }), payload: fc.uint8Array() };
    const item = fc.record(fields, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(item), sent => {
        const parts = sent.flatMap(({ type, payload }) => [
          bytesOf(`${JSON.stringify({ type, length: payload.length })}\n`),
          payload,
          bytesOf('\n'),
        ]);
        const { items } = parseEnvelope(Buffer.concat([bytesOf('{}\n'), ...parts]));
        assert.deepEqual(
          items.map(({ type, payload }) => ({ type, payload: Uint8Array.from(payload) })),
          sent,
        );
      }),
    );
  });

  it('refuses any other bytes with an EnvelopeError only', () => {
    fc.assert(
      fc.property(fc.oneof(almost, fc.uint8Array({ maxLength: 200 })), bytes => {
        try {
          parseEnvelope(bytes);
        } catch (error) {
          assert.ok(error instanceof EnvelopeError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('EnvelopeReader', () => {
  it('says the same however the bytes are cut', () => {
    const limitOf = (type: string) => (type === 'a' ? 5 : 2);
    fc.assert(
      fc.property(almost, sizes, (bytes, cut) => {
        const whole = readInPieces(bytes, [bytes.length], limitOf);
        assert.deepEqual(readInPieces(bytes, cut, limitOf), whole);
        if (typeof whole !== 'string') assert.ok(whole.items.every(item => item.isWhole));
      }),
      { numRuns: 1000 },
    );
  });

  it('tells of an item that is too large before it has come, and goes on after it', () => {
    const reader = new EnvelopeReader(type => (type === 'event' ? 4 : 100));
    const kinds = (text: string) => [...reader.read(bytesOf(text))].map(({ kind }) => kind);
    assert.deepEqual(kinds('{}\n{"type":"event","length":1000}\n'), ['headers', 'item', 'overflow']);
    assert.deepEqual(kinds('x'.repeat(600)), []);
    assert.deepEqual(kinds('x'.repeat(400)), ['end']);
    assert.deepEqual(kinds('\n{"type":"event"}\n1234'), ['item', 'data']);
    assert.deepEqual(kinds('5'), ['overflow']);
    assert.deepEqual(kinds('6789'), []);
    assert.deepEqual(kinds('\n{"type":"log"}\n56789\n'), ['end', 'item', 'data', 'end']);
    assert.deepEqual([...reader.end()], []);
  });

  it('keeps none of what it gives', () => {
    const reader = new EnvelopeReader();
    const bytes = bytesOf('{}\n{"type":"attachment","length":3}\nabc');
    const data = [...reader.read(bytes)].find(part => part.kind === 'data');
    assert.equal(data?.kind === 'data' && data.bytes.buffer, bytes.buffer);
  });

  it('reads a megabyte of anything in no time', () => {
    const size = 1024 * 1024;
    for (const text of [
      '\n'.repeat(size),
      ' '.repeat(size),
      '{'.repeat(size),
      `{}\n${'\r\n'.repeat(size / 2)}`,
      `{}\n${'{"type":"a"}\n\n'.repeat(size / 14)}`,
      `{}\n{"type":"a"}\n${'x'.repeat(size)}`,
      `{}\n{"type":"a","length":${size}}\n${'\n'.repeat(size)}`,
    ]) {
      const bytes = bytesOf(text);
      const effort = effortOf(() => readInPieces(bytes, [64 * 1024]));
      assert.ok(effort < 500, `${JSON.stringify(text.slice(0, 30))}: ${effort} ms`);
    }
  });
});
