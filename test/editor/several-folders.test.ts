import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { git } from '../../examples/repository/git.ts';
import { useWorkbench } from './hooks.ts';
import { packagedExtension } from './packaged.ts';
import { until } from './poll.ts';

/** What each has in which file; two of them call theirs the same. */
const folders = {
  shop: { name: 'cartTotal', file: 'src/main.js' },
  billing: { name: 'invoiceTotal', file: 'src/main.js' },
  stock: { name: 'stockTotal', file: 'src/shelves.js' },
} as const;
type Folder = keyof typeof folders;

function source(name: string): string {
  return `// What it comes to.\nexport function ${name}(lines) {\n  return lines.${name}.length;\n}\n`;
}

function event({ name, file }: (typeof folders)[Folder]) {
  const [, begin, crash, end] = source(name).split('\n');
  const around = { pre_context: [begin], context_line: crash, post_context: [end] };
  const frame = { filename: `/srv/app/${file}`, function: name, lineno: 3, in_app: true, ...around };
  const value = { type: 'TypeError', value: `no lines in ${name}`, stacktrace: { frames: [frame] } };
  return { platform: 'node', level: 'error', exception: { values: [value] } };
}

/** A window on several folders, each a repository of its own. */
describe('Several folders in one window', function () {
  this.timeout(90_000);
  let root: string;
  let errata: Errata;
  const workspace = () => join(root, 'all.code-workspace');
  const write = (...paths: Folder[]) =>
    writeFile(workspace(), JSON.stringify({ folders: paths.map(path => ({ path })) }));

  const workbench = useWorkbench(async () => {
    root = await mkdtemp(join(tmpdir(), 'errata-folders-'));
    errata = await Errata.start(root, []);
    const client = new LogCenterClient(errata.ready);
    for (const [folder, has] of Object.entries(folders)) {
      const repository = join(root, folder);
      await mkdir(join(repository, 'src'), { recursive: true });
      await writeFile(join(repository, has.file), source(has.name));
      await git(repository, ['init', '-q', '-b', 'main']);
      await git(repository, ['add', '.']);
      const ann = ['-c', 'user.name=Ann', '-c', 'user.email=ann@shop.example'];
      await git(repository, [...ann, 'commit', '-qm', `Add up ${folder}`]);
      await client.addEvent(new TextEncoder().encode(JSON.stringify(event(has))), 'default');
    }
    await write('shop', 'billing');
    return {
      folder: workspace(),
      extensions: [await packagedExtension()],
      settings: { 'errata.logCenter.url': errata.ready.url },
      env: { XDG_STATE_HOME: join(root, 'state') },
    };
  });
  after(async () => {
    await errata?.[Symbol.asyncDispose]();
    if (root) await rm(root, { recursive: true, force: true });
  });

  const tree = () => workbench().tree();
  const opened = async (folder: Folder) => {
    const { name, file } = folders[folder];
    await tree().expand(`no lines in ${name}`);
    await tree().click(`${name} ${file}:3`);
    await until(`the code of ${name}`, async () =>
      (await workbench().editor.visibleText()).includes(`function ${name}(lines)`),
    );
    await workbench().statusBar.find('Ln 3, Col 1');
    await tree().collapse(`no lines in ${name}`);
  };

  it('finds each error in the folder that it came from', async () => {
    await workbench().activityBar.open('Errata');
    await opened('shop');
    await opened('billing');
    await tree().expand(`no lines in ${folders.stock.name}`);
    const reason = (await tree().find(/repository not matched/)).text;
    assert.ok(!reason.includes(root), 'paths of this machine are nothing that helps');
    await tree().collapse(`no lines in ${folders.stock.name}`);
  });

  it('asks a person where only they can tell, and believes them', async () => {
    const frame = { filename: '/srv/app/src/main.js', lineno: 2, in_app: true };
    const value = { type: 'Error', value: 'nobody knows', stacktrace: { frames: [frame] } };
    const bytes = JSON.stringify({ platform: 'node', level: 'error', exception: { values: [value] } });
    await new LogCenterClient(errata.ready).addEvent(new TextEncoder().encode(bytes), 'default');
    await tree().expand('nobody knows');
    await tree().find(/it is not certain that this is an error of/);
    await tree().find('It belongs to none of these folders');
    await tree().click('It belongs to billing');
    await tree().find(/src\/main\.js:2$/);
    await tree().collapse('nobody knows');
  });

  it('looks into a folder that is added, in the same window', async () => {
    await write('shop', 'billing', 'stock');
    await until('the third error to be found', async () => {
      await tree().expand(`no lines in ${folders.stock.name}`);
      const { text } = await tree().find(/src\/shelves\.js:3/);
      const isFound = / src\/shelves\.js:3/.test(text);
      if (!isFound) await tree().collapse(`no lines in ${folders.stock.name}`);
      return isFound;
    });
    await tree().collapse(`no lines in ${folders.stock.name}`);
    await opened('stock');
    await workbench().screenshot('several-folders');
  });
});
