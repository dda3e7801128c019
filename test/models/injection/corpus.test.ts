import assert from 'node:assert/strict';
import { actionSchema, readPayloads } from './payload.ts';

describe('the corpus of injections', () => {
  it('holds more than 200 texts that differ, of each kind and for each action', async () => {
    const families = await readPayloads();
    const payloads = [...families.values()].flat();
    assert.deepEqual(
      [...families.keys()],
      ['comments', 'direct', 'encoded', 'languages', 'names', 'output', 'split', 'structure'],
    );
    assert.equal(new Set(payloads.map(({ id }) => id)).size, payloads.length);
    const texts = new Set(payloads.map(payload => payload.texts.join('\n')));
    assert.equal(texts.size, payloads.length);
    assert.ok(texts.size >= 200);
    assert.deepEqual(new Set(payloads.map(({ wants }) => wants)), new Set(actionSchema.options));
    assert.ok(new Set(payloads.map(({ language }) => language)).size >= 15);
    assert.ok(families.get('split')?.every(payload => payload.texts.length > 1));
  });
});
