import assert from 'node:assert/strict';
import type { Impact } from '@errata/protocol/impact';
import { describe, it } from 'mocha';
import { inMemory } from '../scratch-case.ts';
import { SourceIndex } from '../sources.ts';
import { testPlaces } from './test-places.ts';

const files = {
  'src/cart.js': 'export const total = cart => cart.lines.length;\n',
  'test/other.test.js': "it('is another', () => {});\n",
  'test/cart.test.js':
    "import { total } from '../src/cart.js';\n\nit('counts', () => {\n  total({ lines: [] });\n});\n\nit('is not it', () => {});\n",
};
const impact: Impact = {
  ...{ callers: [], moreCallers: 0, moreTests: 0 },
  tests: [{ file: 'test/cart.test.js', line: 3, name: 'counts', calls: 1, certain: true }],
};

async function shown(file: string | undefined, found?: Impact) {
  const places = await testPlaces(file, found, new SourceIndex(inMemory(files)));
  return places.map(place => `${place.file}:${place.from}-${place.to}`);
}

describe('tests that a model is shown', () => {
  it('are those that run the code, each as a whole, with what their file imports', async () => {
    assert.deepEqual(await shown('src/cart.js', impact), ['test/cart.test.js:3-5', 'test/cart.test.js:1-1']);
  });

  it('are an example of the nearest name where none is known', async () => {
    assert.deepEqual(await shown('src/cart.js'), ['test/cart.test.js:1-40']);
    assert.deepEqual(await shown(undefined), []);
  });
});
