import { constants, cpSync } from 'node:fs';
import { access, mkdir, readFile, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';

interface Manifest {
  name: string;
  bin?: string | Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

export class DependencyError extends Error {
  readonly reason: 'not-installed' | 'two-versions';

  constructor(reason: DependencyError['reason'], message: string) {
    super(message);
    this.name = 'DependencyError';
    this.reason = reason;
  }
}

/**
 * Copies what a package needs to run and to be tested out of the installed node_modules around it, so that
 * `to` stands on its own. Nothing is downloaded. Throws a DependencyError if something is not installed.
 */
export async function installDependencies(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const root = await manifestOf(from);
  for (const [name, source] of await closureOf(await realpath(from), root)) {
    signal?.throwIfAborted();
    // Thousands of small files: the synchronous copy is native and six times as fast as the other one.
    cpSync(source, path.join(to, 'node_modules', name), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
    });
  }
  await linkCommands(to, Object.keys({ ...root.dependencies, ...root.devDependencies }));
}

/** Every package that Node finds from `from`, by way of the packages found: its name and its folder. */
async function closureOf(from: string, root: Manifest): Promise<Map<string, string>> {
  const outer = new Map<string, string>();
  const visited = new Set<string>();
  const queue = [{ folder: from, manifest: root, development: true }];
  for (const { folder, manifest, development } of queue) {
    const optional = { ...manifest.optionalDependencies, ...manifest.peerDependencies };
    const required = { ...manifest.dependencies, ...(development ? manifest.devDependencies : {}) };
    for (const name of Object.keys({ ...required, ...optional })) {
      const source = await resolvePackage(name, folder);
      if (source === undefined) {
        if (name in optional) continue;
        const message = `${manifest.name} needs ${name}, which is not installed. Run npm install first.`;
        throw new DependencyError('not-installed', message);
      }
      if (visited.has(source)) continue;
      visited.add(source);
      queue.push({ folder: source, manifest: await manifestOf(source), development: false });
      // A package inside another one's node_modules is copied with that one.
      if (source.split(path.sep).filter(part => part === 'node_modules').length > 1) continue;
      if (outer.has(name)) {
        throw new DependencyError(
          'two-versions',
          `${name} is installed at ${source} and ${outer.get(name)}.`,
        );
      }
      outer.set(name, source);
    }
  }
  return outer;
}

/** Node's own search: the node_modules of each folder from here upwards. */
async function resolvePackage(name: string, folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules', name);
    if (await exists(path.join(candidate, 'package.json'))) return await realpath(candidate);
    if (at === path.dirname(at)) return undefined;
  }
}

async function linkCommands(to: string, names: string[]): Promise<void> {
  const folder = path.join(to, 'node_modules', '.bin');
  await mkdir(folder, { recursive: true });
  for (const name of names) {
    const { bin = {} } = await manifestOf(path.join(to, 'node_modules', name));
    const commands = typeof bin === 'string' ? { [path.basename(name)]: bin } : bin;
    for (const [command, file] of Object.entries(commands)) {
      await symlink(path.join('..', name, file), path.join(folder, command));
    }
  }
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
