import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onPath } from '../machine/apt.ts';
import { runStep } from '../process/step.ts';

/** The versions that the suite was written against; the cache is named after them. */
export const CODE_SERVER_VERSION = '4.139.1';
const NODE_VERSION = '24.21.0';

export interface CodeServer {
  /** Node that runs it, with the headers its native parts were built against. */
  readonly node: string;
  /** The script to give to `node`. */
  readonly entry: string;
}

export interface BuildOptions {
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

const STEP_MS = 5 * 60_000;

/** Where code-server lies inside an installation. */
export function codeServerIn(folder: string): CodeServer {
  const modules = join(folder, 'node_modules');
  return {
    node: join(modules, nodePackage(), 'bin', 'node'),
    entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/**
 * Builds code-server from npm next to `folder` and moves it there when it is complete.
 * Its own install script is not used: it downloads headers and expects a lock file in step with its dependencies.
 */
export async function buildCodeServer(folder: string, { signal, progress }: BuildOptions): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const building = await mkdtemp(join(dirname(folder), '.building-'));
  try {
    await writeManifest(building);
    const node = join(building, 'node_modules', nodePackage());
    const env = { ...npmEnvironment(), npm_config_nodedir: node };
    const npm = async (cwd: string, ...args: string[]) => {
      const own = { ...env, PATH: `${join(node, 'bin')}:${process.env['PATH'] ?? ''}` };
      await runStep('npm', args, { cwd, env: own, timeoutMs: STEP_MS, signal });
    };
    const install = ['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];

    progress(`fetching code-server ${CODE_SERVER_VERSION}`);
    await npm(building, ...install);
    const vscode = join(building, 'node_modules', 'code-server', 'lib', 'vscode');
    progress("installing the workbench's dependencies");
    await npm(vscode, ...install);
    await npm(join(vscode, 'extensions'), ...install);
    progress('building its two native modules');
    await npm(vscode, 'rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog');
    await link('code-linux.sh', join(vscode, 'bin', 'remote-cli', 'code-server'));
    await link('browser-linux.sh', join(vscode, 'bin', 'helpers', 'browser.sh'));
    const built = codeServerIn(building);
    await runStep(built.node, [built.entry, '--version'], { timeoutMs: 60_000, signal });
    await rename(building, folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** Programs that the build needs and that this machine lacks, as Debian packages. */
export async function missingBuildPackages(): Promise<string[]> {
  const needed = { 'g++': 'g++', make: 'make', python3: 'python3' };
  const missing: string[] = [];
  for (const [program, name] of Object.entries(needed)) {
    if ((await onPath(program)) === undefined) missing.push(name);
  }
  return missing;
}

function nodePackage(): string {
  return `node-linux-${process.arch}`;
}

async function writeManifest(folder: string): Promise<void> {
  const dependencies = { [nodePackage()]: NODE_VERSION, 'code-server': CODE_SERVER_VERSION };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2));
  await writeFile(join(folder, '.npmrc'), 'ignore-scripts=true\n');
}

const FROM_NPM_RUN =
  /^(npm_(package|lifecycle)_.*|npm_config_(local_prefix|workspaces?|include_workspace_root|loglevel)|INIT_CWD|NODE_OPTIONS)$/i;

/** Ours, with a registry or proxy that it names, without what `npm run` says about this repository. */
function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FROM_NPM_RUN.test(name)));
}

async function link(target: string, path: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}
