import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { SandboxError } from '../sandbox-error.ts';

/** Said to a person before they are asked; yes to anything less would not be consent. */
export const WHAT_NO_SANDBOX_MEANS = `Without a sandbox, the tests of this repository and every candidate fix run as you do: they can read and change all
your files and reach the network. Only a copy of the repository is worked on, its environment holds none of your
variables, and time and output are limited, but nothing stops code that means harm. Agree only for code that you would
run by hand without reading it.`;

/** Real path of a repository → when its person agreed. */
const consentSchema = z.object({ folders: z.record(z.string(), z.iso.datetime()) });

/** Kept with the person's settings and never in a repository, which could otherwise speak for them. */
function consentFolder(): string {
  return join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'errata');
}

/** Whether a person agreed to run the code of exactly this folder without a sandbox. */
export async function hasConsented(dir: string): Promise<boolean> {
  return Object.hasOwn(await agreed(), await realpath(dir));
}

/** Remembers that a person agreed. Only to be called on their explicit yes. */
export async function giveConsent(dir: string): Promise<void> {
  await save({ ...(await agreed()), [await realpath(dir)]: new Date().toISOString() });
}

/** Throws SandboxError `no-consent`, which says what it means and how to agree. */
export async function requireConsent(dir: string): Promise<void> {
  if (await hasConsented(dir)) return;
  throw new SandboxError(
    'no-consent',
    `Nobody agreed to run the code of ${dir} without a sandbox.\n${WHAT_NO_SANDBOX_MEANS}\nTo agree: errata no-sandbox --agree`,
  );
}

export async function withdrawConsent(dir: string): Promise<void> {
  const folders = new Map(Object.entries(await agreed()));
  folders.delete(await realpath(dir));
  await save(Object.fromEntries(folders));
}

async function agreed(): Promise<Readonly<Record<string, string>>> {
  try {
    return consentSchema.parse(JSON.parse(await readFile(join(consentFolder(), 'no-sandbox.json'), 'utf8')))
      .folders;
  } catch {
    // None yet, or nothing that could be taken for one.
    return {};
  }
}

async function save(folders: Readonly<Record<string, string>>): Promise<void> {
  const folder = consentFolder();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = join(folder, `no-sandbox.${process.pid}.json`);
  await writeFile(fresh, `${JSON.stringify({ folders }, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, join(folder, 'no-sandbox.json'));
}
