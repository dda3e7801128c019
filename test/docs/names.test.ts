import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the names in the documentation', () => {
  const pages = globSync(['README.md', 'docs/*.md', 'extension/README.md'], { cwd: root });
  const all = pages.map(read).join('\n');
  const { contributes } = JSON.parse(read('extension/package.json'));
  const settings: Record<string, { default: unknown }> = contributes.configuration.properties;

  it('are those of the settings, each with its default', () => {
    const page = read('docs/settings.md');
    const rows = [...page.matchAll(/^\| `(errata\.[\w.]+)` +\| (\S+)/gm)];
    const told = new Map(rows.map(([, name, value]) => [name, value?.replaceAll('`', '')]));
    const shown = (value: unknown) =>
      value === '' ? 'empty' : typeof value === 'string' ? value : JSON.stringify(value);
    for (const [name, { default: value }] of Object.entries(settings))
      assert.equal(told.get(name), shown(value), name);
    assert.equal(told.size, Object.keys(settings).length);
  });

  it('mean no setting that there is not', () => {
    const named = all.matchAll(/`"?(errata\.[a-z]\w*(?:\.\w+)*)"?`/gi);
    const unknown = [...named].map(([, name = '']) => name).filter(name => !Object.hasOwn(settings, name));
    assert.deepEqual(unknown, []);
  });

  it('are those of all commands of the command line', () => {
    const commands = [...read('agent/src/cli/main.ts').matchAll(/^ {2}'?([a-z-]+)'?: async \(\)/gm)];
    assert.ok(commands.length > 10);
    const untold = commands.map(([, name]) => name).filter(name => !all.includes(`errata ${name}`));
    assert.deepEqual(untold, []);
  });
});
