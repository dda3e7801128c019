import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const pages = ['*.md', 'docs/**/*.md', 'extension/README.md', 'examples/*/README.md'];

describe('the documentation', () => {
  const files = globSync(pages, { cwd: root });

  it('links to nothing that is not there', () => {
    assert.ok(files.length > 20);
    const broken = files.flatMap(file =>
      linksOf(file)
        .filter(link => !leads(file, link))
        .map(link => `${file}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('has no page that nothing leads to', () => {
    const led = new Set(
      files.flatMap(file => linksOf(file).map(link => join(dirname(file), link.replace(/#.*/, '')))),
    );
    const lost = files.filter(file => /^docs\/[^/]+\.md$/.test(file) && !led.has(file));
    assert.deepEqual(lost, []);
  });

  it('lists each decision by its title', () => {
    const folder = join(root, 'docs/decisions');
    const records = globSync('0*.md', { cwd: folder }).sort();
    const titles = records.map(record => {
      const [, number, title] = /^# (\d+)\. (.*)/.exec(readFileSync(join(folder, record), 'utf8')) ?? [];
      return `${number}. [${title}](${record})`;
    });
    const list = readFileSync(join(folder, 'README.md'), 'utf8').match(/^\d+\. .*$/gm);
    assert.deepEqual(list, titles);
  });
});

/** The links of a page to others and to headings; not those to the web, nor what only looks like one in code. */
function linksOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, link = '']) => link);
}

function leads(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(target).has(anchor);
}

/** Headings as forges name them. */
function anchorsOf(file: string): Set<string> {
  const headings = readFileSync(join(root, file), 'utf8').match(/^#{1,6} .*$/gm) ?? [];
  return new Set(
    headings.map(heading =>
      heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
