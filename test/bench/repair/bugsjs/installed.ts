import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** The Node that the projects of BugsJS ran on; as a package of the project it goes before the machine's. */
const nodeVersion = '8';
const longest = 600_000;

const manifestSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

/**
 * What a manifest asks for, installed once for all that ask for the same: the folder below `into` that holds its
 * `node_modules`. Packages that come from no registry are left out, and no package but Node runs a script.
 */
export async function installed(manifest: string, into: string): Promise<string> {
  const { dependencies, devDependencies } = manifestSchema.parse(JSON.parse(manifest));
  const asked = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, range]) => !/[/:]/.test(range),
  );
  const wanted = Object.fromEntries([...asked, ['node', nodeVersion] as const].sort());
  const text = JSON.stringify({ name: 'installed', private: true, dependencies: wanted });
  const folder = path.join(into, createHash('sha256').update(text).digest('hex').slice(0, 16));
  if (await isThere(folder)) return folder;
  await mkdir(into, { recursive: true });
  const making = await mkdtemp(path.join(into, '.making-'));
  try {
    await writeFile(path.join(making, 'package.json'), text);
    const options = { cwd: making, timeout: longest, maxBuffer: 2 ** 26 };
    const quiet = ['--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error'];
    await run('npm', ['install', '--ignore-scripts', ...quiet], options);
    await run('npm', ['rebuild', 'node', ...quiet], options);
    await rename(making, folder);
  } finally {
    await rm(making, { recursive: true, force: true, maxRetries: 3 });
  }
  return folder;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
