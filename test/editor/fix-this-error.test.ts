import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crash, crashListSchema } from '../../examples/demo/crash.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { crashShop } from '../../examples/demo/shop.ts';
import { git } from '../../examples/repository/git.ts';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { useWorkbench } from './hooks.ts';
import { packagedExtension } from './packaged.ts';
import { until } from './poll.ts';

const title = "TypeError: Cannot read properties of undefined (reading 'length')";
const fixMs = 120_000;

/** The main job: an error that a real SDK sends becomes a reviewed fix on a pushed branch, in a real VS Code. */
describe('Fix This Error', function () {
  this.timeout(180_000);
  let folder: string;
  let errata: Errata;
  let made: MadeRepository;
  let crash: Crash;
  let dsn: string;
  /** What lay in the checkout and in git before. */
  let untouched: string;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-fix-'));
    made = await makeRepository({ example: 'shop', folder });
    errata = await Errata.start(folder, []);
    dsn = (await errata.project('shop')).dsn;
    const list = await readFile(new URL('../../examples/shop/crashes.json', import.meta.url), 'utf8');
    const found = crashListSchema.parse(JSON.parse(list)).find(({ id }) => id === 'missing-value');
    assert.ok(found);
    crash = found;
    await writeFile(join(made.repository, 'notes.txt'), 'not committed yet\n');
    untouched = await stateOf(made.repository);
    return {
      folder: made.repository,
      extensions: [await packagedExtension()],
      settings: { 'errata.logCenter.url': errata.ready.url, 'files.autoSave': 'off' },
      env: { XDG_STATE_HOME: join(folder, 'state') },
    };
  });

  after(async () => {
    await errata?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const tree = () => workbench().tree();
  /** Pictures in the light and in the dark theme. */
  const pictures = async (name: string) => {
    await workbench().screenshot(`${name}-light`);
    await turnTo('vs-dark');
    await workbench().screenshot(`${name}-dark`);
    await turnTo('vs');
  };
  const turnTo = async (theme: 'vs' | 'vs-dark') => {
    const turned = workbench().page.locator(`.monaco-workbench.${theme}`);
    await until(`the theme to be ${theme}`, async () => {
      if (await turned.isVisible()) return true;
      await workbench().palette.run('Preferences: Toggle between Light/Dark Themes');
      return turned.waitFor().then(
        () => true,
        () => false,
      );
    });
  };

  it('shows the error that the SDK sends, as it arrives', async () => {
    await workbench().activityBar.open('Errata');
    await tree().find('Copy DSN');
    const { status } = await crashShop(made.repository, crash, { dsn, release: made.head });
    assert.equal(status, 500);
    const row = await tree().find(title);
    assert.match(row.description, /^1× · just now/);
    await until('the badge', async () => (await workbench().activityBar.badge('Errata')) === '1');
    await tree().expand(title);
    await tree().find('src/vouchers.ts:');
  });

  it('marks the line that it came from', async () => {
    const frame = await tree().find('src/vouchers.ts:');
    await tree().click('src/vouchers.ts:');
    await workbench().editor.findCodeLens('Fix this error');
    await workbench().problems.find(title);
    await pictures('incoming');
    await workbench().editor.open('src/vouchers.ts', Number(/\d+$/.exec(frame.description)?.[0]));
    const actions = await workbench().editor.codeActions();
    for (const title of ['Fix this error', 'Show suspect commit'])
      assert.ok(
        actions.some(action => action.startsWith(title)),
        `${title} is not among ${actions.join()}`,
      );
  });

  it('follows the line through an edit that is not saved', async () => {
    const line = async () => Number(/\[Ln (\d+), /.exec(await workbench().problems.find(title))?.[1]);
    await workbench().palette.run('View: Focus Problems (Errors, Warnings, Infos)');
    const before = await line();
    await workbench().editor.open('src/vouchers.ts', 1);
    await workbench().editor.type('// one\n// two\n// three\n');
    await until('the diagnostic to move', async () => (await line()) === before + 3);
    await workbench().page.locator('.tab.active.dirty').waitFor();
    await workbench().editor.goTo(before + 3);
    const hover = await workbench().editor.hover('Owners');
    for (const part of [`src/vouchers.ts:${before + 3}`, 'src/pricing.ts:', 'Seen once'])
      assert.ok(hover.includes(part), `${part} is not in ${hover}`);
    assert.ok(!hover.includes(`src/vouchers.ts:${before} `), `a line of HEAD is in ${hover}`);
    await workbench().screenshot('hover');
    await workbench().editor.followHoverLink('src/pricing.ts:');
    await workbench().page.locator('.tab.active').filter({ hasText: 'pricing.ts' }).waitFor();
    await workbench().editor.open('src/vouchers.ts', 1);
    await workbench().palette.run('File: Revert File');
    await until('the diagnostic to move back', async () => (await line()) === before);
    await workbench().palette.run('View: Toggle Panel Visibility');
  });

  it('finds a fix that waits for a look, and shows it in the review', async () => {
    await workbench().palette.run('Errata: Fix This Error');
    await workbench().quickPick.choose(title);
    await workbench().statusBar.find('1 fix ready', fixMs);
    await tree().inlineAction(title, 'Review Fix');
    const page = await workbench().webview('.actions');
    await page.getByText('Proven', { exact: true }).first().waitFor();
    const files = await page.locator('.file h3').allTextContents();
    assert.ok(files.includes(crash.file), `${crash.file} is not among ${files.join()}`);
    assert.ok(files.length > 1, 'there is no regression test');
    await pictures('review');
  });

  it('pushes the accepted hunk and nothing else', async () => {
    const page = await workbench().webview('.actions');
    await page.getByRole('button', { name: 'Accept all hunks of all files' }).click();
    const regression = page.locator('.file').filter({ hasText: 'Regression test' });
    await regression
      .getByRole('button', { name: /^Reject hunk 1 of/ })
      .first()
      .click();
    const rejected = (await regression.locator('h3').textContent()) ?? '';
    await regression.locator('.hunk.rejected').waitFor();
    // Once it is near, an editor takes the place of the plain hunk.
    const accepted = page.locator('.hunk.accepted').first();
    await accepted.evaluate(hunk => hunk.scrollIntoView({ block: 'center' }));
    await pictures('hunks');
    await workbench().palette.run('Errata: Push Pull Request');
    await page.getByRole('button', { name: /^Push the branch/ }).click();
    const published = await workbench().webview('.published', fixMs);
    await pictures('published');

    const branch =
      (await published
        .locator('.followed, .notice')
        .getByText(/^errata\//)
        .first()
        .textContent()) ?? '';
    const changed = await git(made.remote, ['diff', '--name-only', 'main', `refs/heads/${branch}`]);
    assert.ok(changed.split('\n').includes(crash.file));
    assert.ok(!changed.split('\n').includes(rejected), `${rejected} was rejected and is on the branch`);
    const shown = await published
      .locator('.hunk-line.accepted, .plain-hunk.accepted .added .text')
      .allTextContents();
    const pushed = await git(made.remote, ['show', `refs/heads/${branch}:${crash.file}`]);
    assert.ok(shown.length > 0);
    for (const line of shown) assert.ok(pushed.includes(line), `${line} was shown and is not on the branch`);
    assert.equal(await git(made.remote, ['rev-list', '--count', `main..refs/heads/${branch}`]), '1');
  });

  it('leaves the working tree, the index and the branches of the person alone', async () => {
    assert.equal(await stateOf(made.repository), untouched);
    await until('the status', async () => (await errata.issues('shop'))[0]?.status === 'PENDING_REVIEW');
    await tree().find('Pending Review');
  });
});

/** All that a person would miss; the branch that was pushed is there beside it. */
async function stateOf(repository: string): Promise<string> {
  const index = await readFile(join(repository, '.git', 'index'));
  return [
    await git(repository, ['rev-parse', 'HEAD']),
    await git(repository, ['symbolic-ref', 'HEAD']),
    await git(repository, ['for-each-ref', 'refs/heads/main', 'refs/stash']),
    await git(repository, [
      '--no-optional-locks',
      'status',
      '--porcelain',
      '--untracked-files=all',
      '--ignored',
    ]),
    await git(repository, ['--no-optional-locks', 'diff', 'HEAD']),
    index.toString('base64'),
  ].join('\n');
}
