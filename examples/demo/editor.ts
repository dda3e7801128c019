import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageExtension } from '../../extension/package.ts';
import { installServer } from '../../test/editor/install.ts';
import { EditorServer } from '../../test/editor/server.ts';
import { makeRepository } from '../repository/repository.ts';
import { crashListSchema } from './crash.ts';
import { Errata } from './errata.ts';
import { crashShop } from './shop.ts';

const run = promisify(execFile);
const say = (text: string) => process.stdout.write(`${text}\n`);

/** `npm run start:editor`: the shop with its three errors in a real VS Code, where the review is yours. */
const folder = await mkdtemp(join(tmpdir(), 'errata-editor-demo-'));
await using errata = await Errata.start(folder, []);
say(`Everything that is made lies in ${folder}\nMaking the shop crash three times…`);
const made = await makeRepository({ example: 'shop', folder });
const project = await errata.project('shop');
const crashes = new URL('../shop/crashes.json', import.meta.url);
for (const crash of crashListSchema.parse(JSON.parse(await readFile(crashes, 'utf8')))) {
  await crashShop(made.repository, crash, { dsn: project.dsn, release: made.head });
}
say('Packaging the extension…');
const vsix = await packageExtension();
const settings = { 'errata.logCenter.url': errata.ready.url };
const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
if (!(await openDesktop())) await openInBrowser();

/** False when there is no desktop VS Code on the PATH. Returns when its window is closed. */
async function openDesktop(): Promise<boolean> {
  const own = ['--user-data-dir', join(folder, 'ud'), '--extensions-dir', join(folder, 'ext')];
  try {
    await run('code', [...own, '--install-extension', vsix, '--force'], { env });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  await mkdir(join(folder, 'ud', 'User'), { recursive: true });
  await writeFile(join(folder, 'ud', 'User', 'settings.json'), JSON.stringify(settings));
  say('VS Code opens. Look at "Incoming Errors" in the activity bar; close the window to end.');
  await once(
    spawn('code', [...own, '--wait', '--new-window', made.repository], { env, stdio: 'ignore' }),
    'exit',
  );
  return true;
}

/** Serves a VS Code for the browser until Ctrl+C. */
async function openInBrowser(): Promise<void> {
  const installed = await installServer({ progress: say });
  if (!installed.ok) {
    say(`There is no VS Code here and code-server cannot be installed: ${installed.reason}`);
    say(`Open ${made.repository} in your editor and install ${vsix}.`);
    process.exitCode = 1;
    return;
  }
  const server = await EditorServer.start(installed.server, {
    extensions: [vsix],
    settings,
    env: { XDG_STATE_HOME: join(folder, 'state') },
    root: join(folder, 'editor'),
  });
  try {
    say(
      `\nOpen ${server.windowUrl(made.repository)}\n"Incoming Errors" is in the activity bar. Ctrl+C ends it.`,
    );
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  } finally {
    await server.stop();
  }
}
