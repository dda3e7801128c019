import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashListSchema } from '../../examples/demo/crash.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { crashShop } from '../../examples/demo/shop.ts';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { runningProcesses } from '../process/processes.ts';
import { agentPid, agentPids } from './agent-process.ts';
import { useWorkbench } from './hooks.ts';
import { assertHarmless, hostileText } from './hostile.ts';
import { packagedExtension } from './packaged.ts';
import { until } from './poll.ts';

const title = "TypeError: Cannot read properties of undefined (reading 'length')";
const leaseSeconds = 5;
const givenBackMs = 60_000;
const fixMs = 120_000;
/** What a program under way has in its variables; the log center must not keep it. */
const password = 'canary-3f9c1d77e0';

/** What only shows with the agent and the log center that ship: what is done in the code, and what is left where somebody died. */
describe('With the real agent', function () {
  this.timeout(180_000);
  let folder: string;
  let errata: Errata;
  let made: MadeRepository;
  let dsn: string;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-real-agent-'));
    made = await makeRepository({ example: 'shop', folder });
    errata = await Errata.start(folder, [], { leaseSeconds });
    dsn = (await errata.project('shop')).dsn;
    return {
      folder: made.repository,
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
  const root = () => workbench().server.root;
  const row = () => tree().find(title);
  const startFixing = async () => {
    await tree().inlineAction(title, 'Fix This Error');
    await workbench().statusBar.find(/: (diagnosing|looking for a fix|verifying)/, fixMs);
  };
  /** Nobody works on it any more, and the list says so. */
  const givenBack = async () => {
    const status = async () => (await errata.issues('shop')).find(issue => issue.title === title)?.status;
    await until('the issue to be given back', async () => (await status()) === 'NEW', givenBackMs);
    await until('the list to say so', async () =>
      (await tree().rows()).every(({ level, label }) => level > 1 || label !== 'Being Fixed'),
    );
    assert.doesNotMatch((await row()).description, /diagnosing|looking|verifying/);
  };

  it('shows hostile text as text in the problems, the lens and the hover', async () => {
    await workbench().activityBar.open('Errata');
    await tree().find('Copy DSN');
    await post(
      dsn,
      hostileEvent(made.head, await readFile(join(made.repository, 'src/vouchers.ts'), 'utf8')),
    );
    await tree().find('Hostile: <img src="errata-owned"');
    await workbench().editor.open('src/vouchers.ts', 1);
    // VS Code does not ask for lenses while an editor has lost the focus right after it was opened.
    await workbench().editor.findCodeLens('Fix this error');
    await workbench().problems.find('press me');
    await assertHarmless(workbench().page);
    const [, line] = /\[Ln (\d+), /.exec(await workbench().problems.find('press me')) ?? [];
    await workbench().editor.open('src/vouchers.ts', Number(line));
    const hover = await workbench().editor.hover('press me');
    assert.ok(!hover.includes(password), hover);
    await assertHarmless(workbench().page);
    await workbench().screenshot('hostile-in-the-code');
    await workbench().palette.run('View: Close All Editors');
    await workbench().palette.run('View: Toggle Panel Visibility');
  });

  it('gives an error back whose agent is killed in the middle of a fix', async () => {
    const crashes = await readFile(new URL('../../examples/shop/crashes.json', import.meta.url), 'utf8');
    const crash = crashListSchema.parse(JSON.parse(crashes)).find(({ id }) => id === 'missing-value');
    assert.ok(crash);
    await crashShop(made.repository, crash, { dsn, release: made.head });
    await row();
    await startFixing();
    const killed = await agentPid(root());
    process.kill(killed, 'SIGKILL');
    await until('another agent', async () => (await agentPids(root())).some(pid => pid !== killed));
    await givenBack();
  });

  it('gives it back when the window is loaded again in the middle of a fix', async () => {
    await startFixing();
    await workbench().reloadWindow();
    await workbench().activityBar.open('Errata');
    await givenBack();
    await until('a single agent', async () => (await agentPids(root())).length === 1);
  });

  it('fixes it all the same when it is asked for once more, and keeps the review over a reload', async () => {
    await tree().inlineAction(title, 'Fix This Error');
    await workbench().statusBar.find('1 fix ready', fixMs);
    await tree().contextMenu(title, 'Review Fix');
    await (await workbench().webview('.actions')).getByText('Proven', { exact: true }).first().waitFor();
    await workbench().reloadWindow();
    await (await workbench().webview('.actions', 60_000))
      .getByText('Proven', { exact: true })
      .first()
      .waitFor();
    assert.deepEqual(await workbench().notifications.messages(), []);
  });

  it('leaves no secret in pages, logs, arguments, environments or the log center’s files', async () => {
    const secrets = [errata.ready.token, password];
    const holds = (text: string) => secrets.some(secret => text.includes(secret));
    for (const frame of workbench().page.frames()) {
      const html = await frame.content().catch(() => '');
      assert.ok(!holds(html), `a secret is in the page ${frame.url()}`);
    }
    const logs = join(root(), 'ud', 'logs');
    for (const file of await filesBelow(logs, root())) {
      assert.ok(!holds(await readFile(file, 'latin1')), `a secret is in ${file}`);
    }
    for (const file of await filesBelow(join(folder, 'log-center'))) {
      assert.ok(!(await readFile(file, 'latin1')).includes(password), `the password is in ${file}`);
    }
    const processes = (await runningProcesses()).filter(({ pid }) => pid !== process.pid);
    for (const { pid, argv } of processes) {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      assert.ok(!holds(argv.join('\0')) && !holds(environment), `a secret is in ${argv.join(' ')}`);
    }
  });
});

async function filesBelow(...folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true, recursive: folder !== folders[1] });
    found.push(...entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)));
  }
  assert.ok(found.length > 0);
  return found;
}

/** As an SDK sends it, with a frame in the checkout. */
function hostileEvent(release: string, source: string): object {
  const lines = source.split('\n');
  const line = lines.findIndex(text => text.includes('.length'));
  assert.ok(line > 0);
  const frame = {
    filename: '/srv/app/src/vouchers.ts',
    function: hostileText,
    lineno: line + 1,
    in_app: true,
    context_line: lines[line],
    pre_context: lines.slice(line - 2, line),
    post_context: lines.slice(line + 1, line + 3),
    vars: { note: hostileText, password, cart: { password } },
  };
  return {
    event_id: 'f'.repeat(32),
    platform: 'node',
    level: 'error',
    release,
    exception: { values: [{ type: 'Hostile', value: hostileText, stacktrace: { frames: [frame] } }] },
  };
}

async function post(dsn: string, event: object): Promise<void> {
  const { username, origin, pathname } = new URL(dsn);
  const answer = await fetch(`${origin}/api${pathname}/store/?sentry_version=7&sentry_key=${username}`, {
    method: 'POST',
    body: JSON.stringify(event),
  });
  assert.equal(answer.status, 200);
}
