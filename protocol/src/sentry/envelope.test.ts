import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EnvelopeError, type EnvelopeReason, parseEnvelope } from './envelope.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function refused(text: string, reason: EnvelopeReason): void {
  assert.throws(() => parseEnvelope(bytesOf(text)), { name: 'EnvelopeError', reason });
}

describe('parseEnvelope', () => {
  it('reads items with and without a length, with and without a last newline', () => {
    const text =
      '{"event_id":"1","dsn":"https://k@h/1"}\n{"type":"attachment","length":5}\na\nb\nc\n{"type":"event"}\n{}';
    for (const end of ['', '\n', '\n\n']) {
      const { headers, items } = parseEnvelope(bytesOf(text + end));
      assert.equal(headers.dsn, 'https://k@h/1');
      assert.deepEqual(
        items.map(item => [item.type, textOf(item.payload)]),
        [
          ['attachment', 'a\nb\nc'],
          ['event', '{}'],
        ],
      );
    }
  });

  it('takes an envelope without items, and items of no bytes', () => {
    assert.deepEqual(parseEnvelope(bytesOf('{}')).items, []);
    const { items } = parseEnvelope(bytesOf('{}\n{"type":"a","length":0}\n\n{"type":"b"}\n\n'));
    assert.deepEqual(
      items.map(({ payload }) => payload.length),
      [0, 0],
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
    refused('{}\n{"type":"event","length":2}\n{}more', 'bad-item-header');
    refused('{}\n{"type":"event","length":10}\n{}', 'truncated');
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
    const lines = fc.array(fc.oneof(fc.json(), fc.constant('{"type":"event","length":3}'), fc.string()));
    fc.assert(
      fc.property(lines, content => {
        try {
          parseEnvelope(bytesOf(content.join('\n')));
        } catch (error) {
          assert.ok(error instanceof EnvelopeError);
        }
      }),
    );
  });
});
