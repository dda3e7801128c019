import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareVersions, versionOf } from './version-range.ts';
import type { RuntimeName } from './wanted.ts';

export type Interpreter = Extract<RuntimeName, 'node' | 'python'>;

/** A version of a runtime that a version manager installed, with everything below one folder. */
export interface Installed {
  readonly version: readonly number[];
  readonly prefix: string;
}

/** Where version managers keep them, below a home folder or where the environment says: a folder for each version. */
const MANAGED: Readonly<
  Record<Interpreter, readonly [variable: string, base: string, below: string, inner: string][]>
> = {
  node: [
    ['NVM_DIR', '.nvm', 'versions/node', ''],
    ['FNM_DIR', '.local/share/fnm', 'node-versions', 'installation'],
    ['FNM_DIR', '.fnm', 'node-versions', 'installation'],
    ['VOLTA_HOME', '.volta', 'tools/image/node', ''],
    ['ASDF_DATA_DIR', '.asdf', 'installs/nodejs', ''],
    ['MISE_DATA_DIR', '.local/share/mise', 'installs/node', ''],
    ['NODENV_ROOT', '.nodenv', 'versions', ''],
    ['N_PREFIX', '/usr/local', 'n/versions/node', ''],
  ],
  python: [
    ['PYENV_ROOT', '.pyenv', 'versions', ''],
    ['ASDF_DATA_DIR', '.asdf', 'installs/python', ''],
    ['MISE_DATA_DIR', '.local/share/mise', 'installs/python', ''],
  ],
};
const PROGRAM: Readonly<Record<Interpreter, string>> = { node: 'bin/node', python: 'bin/python3' };

/** Newest first. Names of folders tell the versions; nothing is run. */
export function installedRuntimes(
  runtime: Interpreter,
  home: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Installed[] {
  const found = new Map<string, Installed>();
  for (const [variable, base, below, inner] of MANAGED[runtime]) {
    const root = environment[variable] || (base.startsWith('/') ? base : join(home, base));
    const folder = join(root, below);
    for (const name of root.startsWith('/') && existsSync(folder) ? readdirSync(folder) : []) {
      const version = versionOf(name);
      const prefix = join(folder, name, inner);
      // A link such as `20` → `20.11.1` names another that is there, too.
      if (version?.length !== 3 || !existsSync(join(prefix, PROGRAM[runtime]))) continue;
      found.set(prefix, { version, prefix });
    }
  }
  return [...found.values()].sort((a, b) => compareVersions(b.version, a.version));
}
