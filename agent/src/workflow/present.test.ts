import assert from 'node:assert/strict';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import { presentDiagnosis } from './present.ts';

const head = new Map([
  ['src/cart.ts', 'open();\nmake();\n'],
  ['src/vouchers.ts', 'one();\ntwo();\n'],
]);
const diagnosis: Diagnosis = {
  cause:
    '`a` is nothing: `make` (src/cart.ts:2) makes none, and src/vouchers.ts:1 relies on it, as other.ts:1 says.',
  locations: [
    { file: 'src/cart.ts', line: 2, score: 1, reasons: [], mapping: 'exact' },
    { file: 'src/vouchers.ts', line: 1, score: 0.5, reasons: [], mapping: 'exact', frame: 0 },
  ],
  suspects: [],
  owners: [],
  unmapped: [],
  confidence: 0.9,
};

describe('presentDiagnosis', () => {
  const present = (now: ReadonlyMap<string, string>) =>
    presentDiagnosis(diagnosis, { read: async path => head.get(path) }, async path => now.get(path));

  it('gives the lines as they are now, in the cause as well', async () => {
    const edited = new Map([...head, ['src/vouchers.ts', '// new\n// new\none();\ntwo();\n']]);
    const { cause, locations } = await present(edited);
    assert.deepEqual(
      locations.map(({ line, mapping }) => [line, mapping]),
      [
        [2, 'exact'],
        [3, 'moved'],
      ],
    );
    assert.equal(cause, diagnosis.cause.replace('vouchers.ts:1', 'vouchers.ts:3'));
  });

  it('changes nothing where nothing was edited', async () => {
    assert.deepEqual(await present(head), diagnosis);
  });
});
