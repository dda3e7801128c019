import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plainText } from './wanted.ts';

const NODE_INSTALLERS: readonly [lock: string, command: string][] = [
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --frozen-lockfile'],
  ['bun.lock', 'bun install --frozen-lockfile'],
  ['bun.lockb', 'bun install --frozen-lockfile'],
  ['package.json', 'npm install'],
];
const PYTHON_INSTALLERS: readonly [file: string, command: string][] = [
  ['uv.lock', 'uv sync'],
  ['poetry.lock', 'poetry config --local virtualenvs.in-project true && poetry install'],
  ['Pipfile', 'PIPENV_VENV_IN_PROJECT=1 pipenv install --dev'],
  ['requirements.txt', 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt'],
];

/**
 * What the project in `dir` depends on and is not installed, and the command that installs it. Nothing is installed by
 * itself: that runs code of strangers and takes a network, and a sandbox has none.
 */
export function missingDependencies(dir: string): string[] {
  const said: string[] = [];
  if (dependsOnPackages(dir) && !existsAbove(dir, 'node_modules') && !existsSync(join(dir, '.pnp.cjs'))) {
    const [, command] = NODE_INSTALLERS.find(([file]) => existsSync(join(dir, file))) ?? [];
    said.push(`node_modules is missing, and a sandbox cannot install it. Install it once, here: ${command}`);
  }
  const python = PYTHON_INSTALLERS.find(([file]) => existsSync(join(dir, file)));
  const isEmpty =
    python?.[0] === 'requirements.txt' && !/^[A-Za-z]/m.test(plainText(join(dir, python[0])) ?? '');
  if (python !== undefined && !isEmpty && !['.venv', 'venv'].some(name => existsSync(join(dir, name)))) {
    said.push(
      `There is no virtual environment, so only the system's Python packages are seen. To install what ${python[0]} asks for: ${python[1]}`,
    );
  }
  return said;
}

function dependsOnPackages(dir: string): boolean {
  try {
    const manifest: unknown = JSON.parse(plainText(join(dir, 'package.json')) ?? '');
    if (typeof manifest !== 'object' || manifest === null) return false;
    return ['dependencies', 'devDependencies'].some(name => {
      const listed = (manifest as Record<string, unknown>)[name];
      return typeof listed === 'object' && listed !== null && Object.keys(listed).length > 0;
    });
  } catch {
    return false;
  }
}

function existsAbove(dir: string, name: string): boolean {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return true;
    if (folder === dirname(folder)) return false;
  }
}
