import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UsageMeter } from './usage-meter.ts';

function read(...chunks: string[]) {
  const meter = new UsageMeter();
  for (const chunk of chunks) meter.push(chunk);
  return meter.tokens;
}

const anthropic = `event: message_start
data: {"type":"message_start","message":{"usage":{"input_tokens":12,"cache_creation_input_tokens":300,"cache_read_input_tokens":4000,"output_tokens":1}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":77}}
`;

describe('what a relayed answer took', () => {
  it('is read in each protocol', () => {
    assert.deepEqual(read(anthropic), { input: 12, output: 77, cacheRead: 4000, cacheWrite: 300 });
    const chat =
      '{"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":64}}}';
    assert.deepEqual(read(chat), { input: 36, output: 20, cacheRead: 64, cacheWrite: 0 });
    const responses =
      '{"usage": {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 5}}';
    assert.deepEqual(read(responses), { input: 9, output: 5, cacheRead: 0, cacheWrite: 0 });
  });

  it('is the same however the answer is cut', () => {
    const whole = read(anthropic);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: anthropic.length }), { maxLength: 12 }), cuts => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), anthropic.length];
        const chunks = places.slice(1).map((end, at) => anthropic.slice(places[at], end));
        assert.deepEqual(read(...chunks), whole);
      }),
    );
  });

  it('is not what a model writes about it, and unknown where nobody says it', () => {
    const text = JSON.stringify({ text: '{"input_tokens": 999999, "output_tokens": 999999}' });
    assert.equal(read(text), undefined);
  });
});
