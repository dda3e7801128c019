import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseRuntime, type RuntimeChoice } from './choose.ts';
import { type Compiler, installedCompilers } from './compilers.ts';
import { type Installed, type Interpreter, installedRuntimes } from './installed.ts';
import { versionOf } from './version-range.ts';
import { plainText, type Wanted, wantedRuntime } from './wanted.ts';

const SYSTEM_PYTHON = '/usr/bin/python3';
const SYSTEM_NODES = ['/usr', '/usr/local'];
const PYTHON_FILES = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'requirements-dev.txt',
  'Pipfile',
  'tox.ini',
  'pytest.ini',
];

const COMPILED: Readonly<Record<Compiler, readonly string[]>> = {
  go: ['go.mod'],
  java: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
};

/** This machine, as far as it matters for what a project runs on. */
export interface Machine {
  /** The Node that is shown where a project does not ask for another one. */
  readonly node: string | undefined;
  /** The versions of Go and of the JDK that are on the PATH. */
  readonly compilers?: Readonly<Partial<Record<Compiler, string | undefined>>>;
  readonly home: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** The runtimes that the project in `dir` has a use for. What it brings itself goes before everything else. */
export async function projectRuntimes(dir: string, machine: Machine): Promise<RuntimeChoice[]> {
  const { home, environment } = machine;
  const found: RuntimeChoice[] = [];
  // One that lies in the project itself cannot be shown beside it.
  const installed = (runtime: Interpreter) =>
    installedRuntimes(runtime, home, environment).filter(({ prefix }) => !prefix.startsWith(`${dir}/`));
  const node = wantedRuntime(dir, 'node');
  if (node !== undefined || existsSync(join(dir, 'package.json'))) {
    const own = ownNode(dir);
    if (own !== undefined) found.push(chooseRuntime('node', { version: own }, node, []));
    else if (machine.node !== undefined)
      found.push(
        chooseRuntime('node', { version: machine.node }, node, [
          ...installed('node'),
          ...(await systemNodes(node)),
        ]),
      );
  }
  const python = wantedRuntime(dir, 'python');
  if (python !== undefined || PYTHON_FILES.some(name => existsSync(join(dir, name)))) {
    const own = virtualEnvironment(dir);
    const system = own === undefined ? await versionSaid(SYSTEM_PYTHON) : undefined;
    if (own !== undefined) found.push(chooseRuntime('python', { version: own }, python, []));
    else if (system !== undefined) found.push(choosePython(dir, system, python, installed('python')));
  }
  for (const compiler of ['go', 'java'] as const) {
    const usual = machine.compilers?.[compiler];
    const wanted = wantedRuntime(dir, compiler);
    if (usual === undefined || !COMPILED[compiler].some(name => existsSync(join(dir, name)))) continue;
    const others = wanted === undefined ? [] : installedCompilers(compiler, home, environment);
    found.push(
      chooseRuntime(
        compiler,
        { version: usual },
        wanted,
        others.filter(({ prefix }) => !prefix.startsWith(`${dir}/`)),
      ),
    );
  }
  return found;
}

/** What tests are run with is rarely installed in every version, and a version without it is of no use. */
function choosePython(
  dir: string,
  version: string,
  wanted: Wanted | undefined,
  installed: readonly Installed[],
): RuntimeChoice {
  const isTested = systemHasPytest(version);
  const usable = !usesPytest(dir) || isTested;
  return chooseRuntime(
    'python',
    { version, usable },
    wanted,
    installed,
    candidate => (usable && !isTested) || hasPytest(packagesOf(candidate)),
  );
}

function usesPytest(dir: string): boolean {
  return (
    ['pytest.ini', 'conftest.py', 'tests/conftest.py'].some(name => existsSync(join(dir, name))) ||
    PYTHON_FILES.some(name => plainText(join(dir, name))?.includes('pytest'))
  );
}

function packagesOf({ prefix, version }: Installed): string {
  return join(prefix, `lib/python${version.slice(0, 2).join('.')}/site-packages`);
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

/** Only looked at where a version is asked for: to know theirs they have to be run. */
async function systemNodes(wanted: Wanted | undefined): Promise<Installed[]> {
  const found: Installed[] = [];
  for (const prefix of wanted === undefined ? [] : SYSTEM_NODES) {
    const version = versionOf((await versionSaid(join(prefix, 'bin/node'))) ?? '');
    if (version !== undefined) found.push({ version, prefix });
  }
  return found;
}

async function versionSaid(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 });
    return /^(?:Python |v)(\d[\d.]{0,20})/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function systemHasPytest(version: string): boolean {
  const minor = version.split('.').slice(0, 2).join('.');
  return ['/usr/lib/python3', `/usr/local/lib/python${minor}`].some(lib =>
    hasPytest(join(lib, 'dist-packages')),
  );
}

function hasPytest(packages: string): boolean {
  return existsSync(packages) && readdirSync(packages).includes('pytest');
}
