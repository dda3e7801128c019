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

const total = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const checkout = `import { total } from './total.js';

export function checkout(cart) {
  return total(cart.items) + cart.shipping;
}
`;

function event(id: string, value: string, changed: object = {}) {
  const frames = [
    {
      filename: '/srv/app/src/checkout.js',
      function: 'checkout',
      context_line: '  return total(cart.items) + cart.shipping;',
      lineno: 4,
      in_app: true,
    },
    {
      filename: '/srv/app/src/total.js',
      function: 'total',
      context_line: '    sum += items[i].price;',
      lineno: 4,
      in_app: true,
      vars: {
        i: 2,
        items: [{ price: 3, name: '<b>x</b> [a](command:workbench.action.quit)' }, { price: 5 }],
      },
    },
  ];
  return {
    event_id: id.repeat(32),
    platform: 'node',
    level: 'error',
    release: 'shop@1.2.3',
    exception: { values: [{ type: 'TypeError', value, stacktrace: { frames } }] },
    ...changed,
  };
}

/** What VS Code shows of an error in the code, with the real agent. */
describe('an error in the code', function () {
  this.timeout(90_000);
  let folder: string;
  let root: string;
  let errata: Errata;
  const reading = "Cannot read properties of undefined (reading 'price')";

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-in-the-code-'));
    root = join(folder, 'app');
    await mkdir(join(root, 'src'), { recursive: true });
    await writeFile(join(root, 'src', 'total.js'), total);
    await writeFile(join(root, 'src', 'checkout.js'), checkout);
    await git(root, ['init', '-q', '-b', 'main']);
    await git(root, ['add', '.']);
    const ann = ['-c', 'user.name=Ann', '-c', 'user.email=ann@shop.example'];
    await git(root, [...ann, 'commit', '-qm', 'Add up the prices']);
    errata = await Errata.start(folder, []);
    await send(event('a', reading));
    return {
      folder: root,
      extensions: [await packagedExtension()],
      settings: { 'errata.logCenter.url': errata.ready.url, 'files.autoSave': 'off' },
      env: { XDG_STATE_HOME: join(folder, 'state') },
    };
  });
  after(async () => {
    await errata?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const send = (sent: object) =>
    new LogCenterClient(errata.ready).addEvent(new TextEncoder().encode(JSON.stringify(sent)), 'default');
  const editor = () => workbench().editor;

  it('is a problem that tells who called whom, and an underlined line with a lens', async () => {
    await workbench().activityBar.open('Errata');
    await workbench().tree().find('TypeError');
    await editor().open('src/total.js', 4);
    // VS Code does not ask for lenses while an editor has lost the focus right after it was opened.
    const lens = await editor().findCodeLens('Fix this error');
    assert.match(await workbench().problems.find('TypeError'), /Seen once, on \d{4}-\d\d-\d\d/);
    await workbench().problems.find('checkout called total');
    await until('a line underlined as an error', async () => (await editor().squiggles('error')) > 0);
    assert.match(lens, /DEFAULT-1 · 1× · in the last hour · shop@1\.2\.3 · Fix this error/);
    await workbench().screenshot('in-the-code');
    await workbench().palette.run('View: Toggle Panel Visibility');
  });

  it('tells in the hover what was captured, who wrote the line and what is suspect', async () => {
    await editor().goTo(4);
    const hover = await editor().hover('Suspect commits');
    for (const part of [
      reading,
      'total — src/total.js:4',
      'checkout — src/checkout.js:4',
      'Variables when it last happened',
      'i = 2',
      '<b>x</b> [a](command:workbench.action.quit)',
      'Last change of this line',
      'Add up the prices — Ann',
    ])
      assert.ok(hover.includes(part), `${part} is not in ${hover}`);
    const links = await workbench()
      .page.locator('.monaco-hover:visible a')
      .evaluateAll(all => all.map(link => link.getAttribute('data-href') ?? link.getAttribute('href') ?? ''));
    assert.ok(links.length > 0);
    for (const link of links) assert.ok(!link.startsWith('command:'), link);
    await workbench().screenshot('in-the-code-hover');
    await editor().followHoverLink('checkout — src/checkout.js:4');
    await workbench().page.locator('.tab.active').filter({ hasText: 'checkout.js' }).waitFor();
    await editor().goTo(4);
    const caller = await editor().hover('checkout — src/checkout.js:4');
    assert.ok(caller.includes(reading), caller);
  });

  it('shows the suspect commit from the lightbulb', async () => {
    await editor().open('src/total.js', 4);
    const actions = await editor().codeActions();
    for (const title of ['Fix this error', 'Show suspect commit', 'Ignore until it happens again'])
      assert.ok(actions.includes(`${title} (DEFAULT-1)`), `${title} is not among ${actions.join()}`);
    await workbench().screenshot('in-the-code-actions');
    await editor().chooseCodeAction('Show suspect commit (DEFAULT-1)');
    await editor().findTab('Add up the prices');
  });

  it('follows a commit, and a checkout of another', async () => {
    const line = async () => Number(/\[Ln (\d+), /.exec(await workbench().problems.find('TypeError'))?.[1]);
    await editor().open('src/total.js', 4);
    await writeFile(join(root, 'src', 'total.js'), `// one\n// two\n${total}`);
    await git(root, [
      '-c',
      'user.name=Bob',
      '-c',
      'user.email=bob@shop.example',
      'commit',
      '-qam',
      'Say more',
    ]);
    await until('the problem to move', async () => (await line()) === 6);
    await git(root, ['switch', '-q', '--detach', 'HEAD~1']);
    await until('the problem to move back', async () => (await line()) === 4);
  });

  it('goes when it is ignored, and comes back with the next event', async () => {
    await editor().open('src/total.js', 4);
    await editor().chooseCodeAction('Ignore until it happens again (DEFAULT-1)');
    await until('no line to be underlined', async () => (await editor().squiggles('error')) === 0);
    await until('the lens to go', async () => (await editor().codeLenses()).length === 0);
    await send(event('b', reading));
    assert.match(await editor().findCodeLens('Fix this error'), /2×/);
  });

  it('shows what strangers wrote as text, and several errors at one line each by itself', async () => {
    const hostile = '<img src=x onerror=alert(1)> [a](command:x) $(bug) \u202Eevil';
    await send(event('c', hostile, { level: 'warning', fingerprint: ['other'], release: '$(flame)\u202E' }));
    await editor().findCodeLens('DEFAULT-2');
    const lenses = await editor().codeLenses();
    assert.equal(lenses.length, 2);
    const other = lenses.find(lens => lens.includes('DEFAULT-2')) ?? '';
    assert.ok(other.includes('$ (flame)\u{fffd}'), other);
    const row = await workbench().problems.find('<img src=x onerror=alert(1)> [a](command:x)');
    assert.ok(!row.includes('\u202E'), row);
    await editor().goTo(4);
    const hover = await editor().hover('DEFAULT-2');
    assert.ok(hover.includes('<img src=x onerror=alert(1)> [a](command:x) $(bug) '), hover);
    assert.equal(await workbench().page.locator('.monaco-hover img').count(), 0);
    await workbench().screenshot('in-the-code-several');
  });
});
