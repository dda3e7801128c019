import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseRuntime, type RuntimeChoice } from './choose.ts';
import { type Installed, installedRuntimes } from './installed.ts';
import { plainText, type RuntimeName, wantedRuntime } from './wanted.ts';

const SYSTEM_PYTHON = '/usr/bin/python3';
const PYTHON_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile', 'tox.ini'];

/** This machine, as far as it matters for what a project runs on. */
export interface Machine {
  /** The Node that is shown where a project does not ask for another one. */
  readonly node: string | undefined;
  readonly home: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** The runtimes that the project in `dir` has a use for. What it brings itself goes before everything else. */
export async function projectRuntimes(dir: string, machine: Machine): Promise<RuntimeChoice[]> {
  const { home, environment } = machine;
  const found: RuntimeChoice[] = [];
  // One that lies in the project itself cannot be shown beside it.
  const installed = (runtime: RuntimeName) =>
    installedRuntimes(runtime, home, environment).filter(({ prefix }) => !prefix.startsWith(`${dir}/`));
  const node = wantedRuntime(dir, 'node');
  if (node !== undefined || existsSync(join(dir, 'package.json'))) {
    const own = ownNode(dir);
    if (own !== undefined) found.push(chooseRuntime('node', own, node, []));
    else if (machine.node !== undefined)
      found.push(chooseRuntime('node', machine.node, node, installed('node')));
  }
  const python = wantedRuntime(dir, 'python');
  if (python !== undefined || PYTHON_FILES.some(name => existsSync(join(dir, name)))) {
    const own = virtualEnvironment(dir);
    const system = own ?? (await systemPython());
    // What the tests are run with is rarely installed in every version.
    const tested = !own && hasPytest('/usr/lib/python3/dist-packages');
    const usable = ({ prefix, version }: Installed) =>
      !tested || hasPytest(join(prefix, `lib/python${version.slice(0, 2).join('.')}/site-packages`));
    if (system !== undefined)
      found.push(chooseRuntime('python', system, python, own ? [] : installed('python'), usable));
  }
  return found;
}

/** Node as a package of the project: `node_modules/.bin` is first on the PATH. */
function ownNode(dir: string): string | undefined {
  if (!existsSync(join(dir, 'node_modules/.bin/node'))) return undefined;
  const version = /"version": ?"([\d.]{1,20})"/.exec(
    plainText(join(dir, 'node_modules/node/package.json')) ?? '',
  );
  return version?.[1];
}

function virtualEnvironment(dir: string): string | undefined {
  for (const name of ['.venv', 'venv']) {
    const settings = plainText(join(dir, name, 'pyvenv.cfg'));
    const version = /^version(?:_info)? ?= ?(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)/m.exec(settings ?? '')?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

async function systemPython(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(SYSTEM_PYTHON, ['--version'], { timeout: 10_000 });
    return /^Python ([\d.]+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function hasPytest(packages: string): boolean {
  return existsSync(packages) && readdirSync(packages).includes('pytest');
}
