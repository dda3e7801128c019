import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { providePythonSdk } from '../clients/python-sdk.ts';
import { provideChromium } from '../editor/chromium.ts';
import { installEditor } from '../editor/install.ts';
import { aptInstall, executable, onPath } from '../machine/apt.ts';
import { runStep, StepError } from '../process/step.ts';

const APT_MS = 5 * 60_000;
const PACKAGE_MS = 5 * 60_000;
const POSTGRES = '/usr/lib/postgresql';

/** What tests can use, and say so themselves when it is not there: the program that shows it, and Debian's package. */
const PROGRAMS = [
  { program: 'bwrap', name: 'bubblewrap' },
  { program: 'dockerd', name: 'docker.io' },
  { program: 'go', name: 'golang-go' },
  { program: 'nvim', name: 'neovim' },
] as const;

/** Installs sandboxes, languages and editors that tests can use. Their absence fails nothing. */
export async function providePrograms(): Promise<void> {
  for (const { program, name } of PROGRAMS) {
    if ((await onPath(program)) !== undefined) continue;
    process.stdout.write(`  installing ${name}…\n`);
    const installed = await aptInstall([name], { timeoutMs: APT_MS });
    if (!installed.ok) process.stdout.write(`  ${name} is not there: ${installed.reason}\n`);
  }
}

/** Installs PostgreSQL for the tests of the log center's store; they start it themselves. Its absence fails nothing either. */
export async function provideDatabase(): Promise<void> {
  if (await hasPostgres()) return;
  process.stdout.write('  installing postgresql…\n');
  const installed = await aptInstall(['postgresql'], { timeoutMs: APT_MS });
  if (!installed.ok) process.stdout.write(`  postgresql is not there: ${installed.reason}\n`);
}

/** Debian puts what a server needs beside the path, one folder a version. */
async function hasPostgres(): Promise<boolean> {
  if ((await onPath('initdb')) !== undefined) return true;
  for (const version of await readdir(POSTGRES).catch(() => [])) {
    if (await executable(join(POSTGRES, version, 'bin', 'initdb'))) return true;
  }
  return false;
}

/** Installs the clients that the log center is tested with. Their absence fails nothing either. */
export async function provideClients(): Promise<void> {
  process.stdout.write('  looking for Chromium and Sentry’s SDK for Python…\n');
  const chromium = await provideChromium(AbortSignal.timeout(APT_MS), () => undefined);
  if (!chromium.ok) process.stdout.write(`  Chromium is not there: ${chromium.reason}\n`);
  const python = await providePythonSdk();
  if (!python.ok) process.stdout.write(`  the SDK for Python is not there: ${python.reason}\n`);
}

/** Installs the editor where it is missing; returns why it could not be, or `undefined`. */
export async function provideEditor(): Promise<string | undefined> {
  const editor = await installEditor({
    progress: message => process.stdout.write(`  editor: ${message}…\n`),
  });
  return editor.ok ? undefined : editor.reason;
}

export type Packaged =
  | { readonly ok: true; readonly vsix: string }
  | { readonly ok: false; readonly reason: string };

/** Builds the extension as it ships. */
export async function packageExtension(root: string): Promise<Packaged> {
  try {
    const said = await runStep(process.execPath, ['extension/package.ts'], {
      cwd: root,
      timeoutMs: PACKAGE_MS,
    });
    const last = said.trimEnd().split('\n').at(-1)?.trim() ?? '';
    if (!last.endsWith('.vsix')) {
      return { ok: false, reason: `extension/package.ts did not end with the path of a VSIX:\n${said}` };
    }
    return { ok: true, vsix: resolve(root, last) };
  } catch (error) {
    if (error instanceof StepError) return { ok: false, reason: error.message };
    throw error;
  }
}
