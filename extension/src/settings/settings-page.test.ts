import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the page about settings', () => {
  it('names every setting with its default, and no other', () => {
    const { contributes } = JSON.parse(read('extension/package.json'));
    const settings = Object.entries<{ default: unknown }>(contributes.configuration.properties);
    const rows = [...read('docs/settings.md').matchAll(/^\| `(errata\.[\w.]+)` *\| (.*?) *\|/gm)];
    const shown = (value: unknown) =>
      value === '' ? 'empty' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
    assert.deepEqual(
      rows.map(([, name, value]) => [name, value]).toSorted(),
      settings.map(([name, { default: value }]) => [name, shown(value)]).toSorted(),
    );
  });
});
