import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashListSchema } from '../../examples/demo/crash.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { crashShop } from '../../examples/demo/shop.ts';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { useWorkbench } from './hooks.ts';
import { packagedExtension } from './packaged.ts';

const title = "TypeError: Cannot read properties of undefined (reading 'length')";
const fixMs = 120_000;

/** The main job for a person whose editor speaks Simplified Chinese: agent, tree, code, review. */
describe('in Simplified Chinese', function () {
  this.timeout(180_000);
  let folder: string;
  let errata: Errata;
  let made: MadeRepository;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-chinese-'));
    made = await makeRepository({ example: 'shop', folder });
    errata = await Errata.start(folder, []);
    return {
      folder: made.repository,
      language: 'zh-cn',
      extensions: [await packagedExtension()],
      settings: { 'errata.logCenter.url': errata.ready.url },
      env: { XDG_STATE_HOME: join(folder, 'state') },
    };
  });

  after(async () => {
    await errata?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const tree = () => workbench().tree();

  it('lists an error and says where it is', async () => {
    await workbench().activityBar.open('Errata');
    await workbench().page.locator('.part.sidebar').getByText('线上错误').first().waitFor();
    await tree().find('复制 DSN');
    const list = await readFile(new URL('../../examples/shop/crashes.json', import.meta.url), 'utf8');
    const crash = crashListSchema.parse(JSON.parse(list)).find(({ id }) => id === 'missing-value');
    assert.ok(crash);
    const { dsn } = await errata.project('shop');
    await crashShop(made.repository, crash, { dsn, release: made.head });
    const row = await tree().find(title);
    assert.match(row.description, /^1× · 刚刚/);
    await workbench().statusBar.find('1 个新错误');
    await tree().expand(title);
    await tree().find('可疑提交');
  });

  it('speaks Chinese in the code', async () => {
    await tree().click('src/vouchers.ts:');
    await workbench().editor.findCodeLens('修复此错误');
    const line = Number(/:(\d+)$/.exec((await tree().find('src/vouchers.ts:')).description)?.[1]);
    await workbench().editor.goTo(line);
    await workbench().editor.hover('出现 1 次');
    await workbench().screenshot('chinese-code');
  });

  it('shows the fix with its evidence', async () => {
    await workbench().palette.run('Errata: 修复此错误');
    await workbench().quickPick.choose(title);
    await workbench().statusBar.find('1 个修复可审查', fixMs);
    await tree().inlineAction(title, '审查修复');
    const page = await workbench().webview('.actions');
    await page.getByText('已证实', { exact: true }).first().waitFor();
    await workbench().screenshot('chinese-review');
    const spoken =
      'h2, button, label, summary, th, .evidence td, .confidence li, .pill, .file-note, kbd + span';
    const texts = await page.locator(spoken).allInnerTexts();
    assert.ok(texts.length > 40, texts.join());
    assert.deepEqual(texts.filter(isEnglish), []);
  });
});

/** Words that begin a sentence or stand beside each other, and none of Chinese among them. */
function isEnglish(text: string): boolean {
  return !/\p{Script=Han}/u.test(text) && /\b[a-z]{2,} [a-z]{2,}|^[A-Z][a-z]{3,}\b/.test(text);
}
