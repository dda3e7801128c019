import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { plainText } from '../runtime/wanted.ts';
import type { Demand, Step } from './layer.ts';
import { contentsOf, projectFiles } from './project-files.ts';

interface Manager {
  readonly lock: string;
  /** What a person types. */
  readonly byHand: string;
  readonly steps?: readonly Step[];
}

/** Packages for some systems only are to be those for a sandbox, which is always Linux. */
const forSandbox =
  process.platform === 'linux' ? [] : ['--os=linux', `--cpu=${process.arch}`, '--libc=glibc'];

const npm = (...args: string[]): readonly Step[] => [
  {
    command: [
      'npm',
      ...args,
      ...forSandbox,
      '--ignore-scripts',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
    ],
  },
];
const yarn: readonly Step[] = [
  {
    command: [
      'yarn',
      'install',
      '--frozen-lockfile',
      '--ignore-scripts',
      '--non-interactive',
      '--prefer-offline',
    ],
    env: { NODE_ENV: 'development' },
  },
];
/** From its second version on, Yarn knows other options, and packages that lie in no folder. */
const laterYarn: readonly Step[] = [
  {
    command: ['yarn', 'install', '--immutable', '--mode=skip-build'],
    env: { YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_SCRIPTS: 'false', YARN_ENABLE_GLOBAL_CACHE: 'true' },
  },
];
const pnpm: readonly Step[] = [
  {
    command: [
      'pnpm',
      'install',
      '--frozen-lockfile',
      '--ignore-scripts',
      '--ignore-pnpmfile',
      '--prefer-offline',
      '--prod=false',
    ],
  },
];

const MANAGERS: readonly Manager[] = [
  { lock: 'package-lock.json', byHand: 'npm ci', steps: npm('ci') },
  { lock: 'npm-shrinkwrap.json', byHand: 'npm ci', steps: npm('ci') },
  { lock: 'pnpm-lock.yaml', byHand: 'pnpm install --frozen-lockfile', steps: pnpm },
  { lock: 'yarn.lock', byHand: 'yarn install --frozen-lockfile', steps: yarn },
  { lock: 'bun.lock', byHand: 'bun install --frozen-lockfile' },
  { lock: 'bun.lockb', byHand: 'bun install --frozen-lockfile' },
  { lock: 'package.json', byHand: 'npm install', steps: npm('install', '--no-package-lock') },
];

/**
 * Of a project's own settings only where packages come from: others name programs to run, and a `${…}` would send a variable
 * of the person's to whatever server the project names.
 */
const REGISTRY =
  /^(?:(?:@[\w.-]{1,100}:)?registry|legacy-peer-deps|\/\/[^\s=$]{1,300}:_\w{1,20})\s*=[^$]{0,500}$/;

/** The packages that a folder's `package.json` asks for, where there is no `node_modules` in it or above. */
export function nodeDemand(dir: string, node: string): Demand | undefined {
  if (!dependsOnPackages(dir) || existsAbove(dir, 'node_modules') || existsSync(join(dir, '.pnp.cjs')))
    return undefined;
  const manager = MANAGERS.find(({ lock }) => existsSync(join(dir, lock)));
  if (manager === undefined) return undefined;
  const lock = plainText(join(dir, manager.lock)) ?? '';
  const isLater = manager.lock === 'yarn.lock' && lock.includes('\n__metadata:');
  const steps = isLater ? laterYarn : manager.steps;
  return {
    source: manager.lock,
    missing: t('node_modules is missing, and a sandbox cannot install it.'),
    byHand: isLater ? 'yarn install --immutable' : manager.byHand,
    ...(steps === undefined ? { refusal: t('bun is not known well enough to install with it') } : {}),
    files: stagedFiles(dir, manager.lock),
    runtime: `node ${node} ${process.platform} ${process.arch}`,
    steps: () => steps ?? [],
    result: stage => ({ notes: skippedScripts(stage), folders: moduleFolders(stage) }),
  };
}

function stagedFiles(dir: string, lock: string): Map<string, string | Buffer> {
  const manifests = projectFiles(dir, name => name === 'package.json');
  const texts = contentsOf(dir, [...manifests, lock, 'pnpm-workspace.yaml']);
  const all = [...texts.values()].map(content => content.toString('utf8')).join('\n');
  const packed = projectFiles(dir, name => /\.(?:tgz|tar\.gz)$/.test(name) && all.includes(name));
  const settings = (plainText(join(dir, '.npmrc')) ?? '').split('\n').filter(line => REGISTRY.test(line));
  return new Map<string, string | Buffer>([
    ...texts,
    ...contentsOf(dir, packed),
    ...(settings.length > 0 ? [['.npmrc', `${settings.join('\n')}\n`] as const] : []),
  ]);
}

/** Every outermost node_modules: a package of a workspace may have one of its own. */
function moduleFolders(stage: string): string[] {
  const found: string[] = [];
  const look = (folder: string): void => {
    for (const entry of readdirSync(join(stage, folder), { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name === 'node_modules') found.push(path);
      else look(path);
    }
  };
  look('');
  return found;
}

/** npm notes which packages have scripts that would have been run. */
function skippedScripts(stage: string): string[] {
  const known = plainText(join(stage, 'node_modules/.package-lock.json'), 16 * 1024 * 1024) ?? '';
  const names: string[] = [];
  let name = '';
  for (const line of known.split('\n')) {
    name = /^ {4}"(?:.*node_modules\/)?([^"]+)": \{/.exec(line)?.[1] ?? name;
    if (/^ {6}"hasInstallScript": true/.test(line)) names.push(name);
  }
  if (names.length === 0) return [];
  const first = names.slice(0, 5).join(', ');
  const some = names.length > 5 ? t('{0} and {1} more', first, names.length - 5) : first;
  return [t('the install scripts of {0} were not run', some)];
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
