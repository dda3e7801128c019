import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findGo, findJava, findRust, goRoot, javaHome, type Places } from './build-tools.ts';
import { showPrograms } from './programs.ts';
import type { RuntimeChoice } from './runtime/choose.ts';
import { compilerVersion } from './runtime/compilers.ts';
import { projectRuntimes } from './runtime/project.ts';
import { inUsr } from './system-root.ts';

/** Something of the host that is visible inside, read-only. */
export interface Bind {
  readonly from: string;
  readonly to: string;
}

/** The programs that a sandbox offers besides those in /usr. */
export interface Toolchain {
  readonly binds: readonly Bind[];
  /** Links to make inside: path → target. */
  readonly links: ReadonlyMap<string, string>;
  /** Folders to put before /usr/bin in PATH. */
  readonly searchPath: readonly string[];
  /** What the programs have to be told where they are. */
  readonly env: Readonly<Record<string, string>>;
  /** What the project runs on and what it asked for. */
  readonly runtimes: readonly RuntimeChoice[];
}

/** Nothing of the host. */
export const NO_TOOLCHAIN: Toolchain = {
  ...{ binds: [], links: new Map<string, string>(), searchPath: [], env: {}, runtimes: [] },
};

const HOME = '/opt/errata';
const OLDEST_NODE = 18;

/**
 * Finds Node, npm, Python, Go, Java and Rust on this machine: our own Node, or the first good one on the PATH when we run
 * inside an editor; the system's Python, never a version manager's shim, which would point into a home folder.
 */
export async function findToolchain(
  from: {
    execPath?: string;
    searchPath?: string;
    home?: string;
    project?: string;
    /** Others that are to be found inside, by name or absolute path. */
    programs?: readonly string[];
  } = {},
): Promise<Toolchain> {
  const folders = (from.searchPath ?? ownSearchPath()).split(':').filter(folder => folder.startsWith('/'));
  const binds: Bind[] = [];
  const links = new Map<string, string>();
  const home = from.home ?? homedir();
  const own = from.home === undefined ? process.env : {};
  const usual = await findNode(from.execPath ?? process.execPath, folders);
  const places: Places = { folders, home, environment: own, project: from.project };
  const [go, java] = [goRoot(places), javaHome(places)];
  const compilers = {
    go: go && compilerVersion('go', go),
    java: java && compilerVersion('java', java),
  };
  const machine = { node: usual?.version, compilers, home, environment: own };
  const runtimes = from.project === undefined ? [] : await projectRuntimes(from.project, machine);
  const chosen = (runtime: RuntimeChoice['runtime']): string | undefined =>
    runtimes.find(choice => choice.runtime === runtime)?.installed?.prefix;
  const node =
    chosen('node') === undefined ? usual?.path : realpathSync(join(chosen('node') ?? '', 'bin/node'));
  if (node !== undefined && !inUsr(node)) {
    const prefix = dirname(dirname(node));
    if (existsSync(join(prefix, 'lib/node_modules')) || existsSync(join(prefix, 'include/node'))) {
      binds.push({ from: prefix, to: `${HOME}/node` });
    } else {
      // A lone binary: its prefix could be anything, a home folder even.
      binds.push({ from: node, to: `${HOME}/node/bin/node` });
      for (const bind of npmOutsideUsr(folders)) {
        binds.push(bind);
        for (const tool of ['npm', 'npx']) links.set(`${HOME}/bin/${tool}`, `${bind.to}/bin/${tool}-cli.js`);
      }
    }
  }
  const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find(path => existsSync(path));
  if (python !== undefined)
    for (const name of ['python3', 'python']) links.set(`${HOME}/bin/${name}`, python);
  const ownPython = chosen('python');
  // At the path that it was built for.
  if (ownPython !== undefined) binds.push({ from: realpathSync(ownPython), to: ownPython });
  const shown = showPrograms(from.programs ?? [], folders, HOME);
  binds.push(...shown.binds);
  for (const [path, target] of shown.links) links.set(path, target);
  const rust = findRust(places);
  const built = [findGo(chosen('go') ?? go, places), findJava(chosen('java') ?? java, places), rust];
  return {
    binds: [...binds, ...built.flatMap(found => found.binds)],
    links,
    searchPath: [
      ...(ownPython === undefined ? [] : [join(ownPython, 'bin')]),
      ...(node !== undefined && node !== usual?.path && inUsr(node) ? [dirname(node)] : []),
      `${HOME}/node/bin`,
      `${HOME}/bin`,
      ...built.flatMap(found => found.searchPath),
    ],
    env: Object.assign({}, ...built.map(found => found.env)),
    runtimes: [...runtimes, ...rust.runtimes],
  };
}

/** The PATH, behind the JDK that the environment prefers to the one on it. */
function ownSearchPath(): string {
  const { JAVA_HOME, PATH = '' } = process.env;
  return JAVA_HOME ? `${JAVA_HOME}/bin:${PATH}` : PATH;
}

async function findNode(
  execPath: string,
  folders: readonly string[],
): Promise<{ path: string; version: string } | undefined> {
  if (/^node(js)?$/.test(basename(execPath)))
    return { path: realpathSync(execPath), version: process.versions.node };
  for (const folder of folders) {
    const path = join(folder, 'node');
    try {
      const { stdout } = await promisify(execFile)(
        path,
        ['-p', 'process.versions.node+" "+process.execPath'],
        {
          timeout: 10_000,
        },
      );
      const [version = '', real = ''] = stdout.trim().split(' ');
      if (Number.parseInt(version, 10) >= OLDEST_NODE) return { path: realpathSync(real), version };
    } catch {
      // Not there or not runnable: the next folder may have a better one.
    }
  }
  return undefined;
}

function npmOutsideUsr(folders: readonly string[]): Bind[] {
  for (const folder of folders) {
    const path = join(folder, 'npm');
    if (!existsSync(path)) continue;
    const real = realpathSync(path);
    if (inUsr(real)) return [];
    const root = dirname(dirname(real));
    if (basename(root) === 'npm' && existsSync(join(root, 'package.json')))
      return [{ from: root, to: `${HOME}/npm` }];
  }
  return [];
}
