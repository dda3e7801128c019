import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonDocument } from './json-answer.ts';

const read = (text: string): unknown => JSON.parse(jsonDocument(text) ?? 'null');

describe('a JSON document in an answer', () => {
  it('is found whatever is put around it', () => {
    const document = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2), (value, indent) => {
        const json = JSON.stringify(value, undefined, indent);
        const normal: unknown = JSON.parse(json);
        for (const text of [
          json,
          `\n${json}\n`,
          `Here it is: ${json} That is all.`,
          `Sure!\n\n\`\`\`json\n${json}\n\`\`\`\nDone.`,
        ]) {
          assert.deepEqual(read(text), normal, text);
        }
      }),
    );
  });

  it('is nothing where there is none, and never a throw', () => {
    for (const text of ['', 'No.', '3', '"text"', 'null', '{', '}{', '{"a": 1', '```json\n{"a":\n```']) {
      assert.equal(jsonDocument(text), undefined, text);
    }
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '"', ':', '1', '\n', '```', 'json', ' ') }),
        text => {
          const found = jsonDocument(text);
          return found === undefined || typeof JSON.parse(found) === 'object';
        },
      ),
    );
  });
});
