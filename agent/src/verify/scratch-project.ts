import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { SandboxError } from '../sandbox/sandbox-error.ts';
import { type VerifyContext, verifyContext } from './context.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** The sandbox of this machine, or why there is none. For tests. */
export async function sandboxHere(): Promise<Sandbox | string> {
  try {
    return (await chooseSandbox()).sandbox;
  } catch (error) {
    if (error instanceof SandboxError) return error.message;
    throw error;
  }
}

/** A small project in a folder of its own, with packages copied out of our own `node_modules`. For tests. */
export async function scratchProject(
  sandbox: Sandbox,
  files: Readonly<Record<string, string>>,
  packages: readonly string[] = [],
): Promise<{ context: VerifyContext; dispose: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'errata-verify-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  await copyPackages(dir, packages);
  const prepared = await sandbox.prepare({ dir });
  const sources = {
    list: async () => Object.keys(files),
    read: async (path: string) => files[path],
  };
  return {
    context: verifyContext({ sandbox, prepared, sources, base: new Map() }),
    dispose: async () => {
      await prepared[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Copies packages out of our own `node_modules` into a folder, with what they need. For tests. */
export async function copyPackages(dir: string, packages: readonly string[]): Promise<void> {
  const wanted = [...packages];
  for (const name of wanted) {
    const text = await readFile(join(modules, name, 'package.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    await cp(join(modules, name), join(dir, 'node_modules', name), { recursive: true });
    for (const needed of Object.keys(JSON.parse(text).dependencies ?? {})) {
      if (!wanted.includes(needed)) wanted.push(needed);
    }
  }
}
