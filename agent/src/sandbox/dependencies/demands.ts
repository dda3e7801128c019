import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { t } from '@vscode/l10n';
import type { RuntimeName } from '../runtime/wanted.ts';
import type { Toolchain } from '../toolchain.ts';
import { goDemand } from './go-modules.ts';
import type { Demand } from './layer.ts';
import { nodeDemand } from './node-packages.ts';
import { pythonDemand } from './python-packages.ts';

/** A demand with the folder of the workspace that makes it, '' for its root. */
export type PlacedDemand = Demand & { readonly place: string };

/** What of a toolchain decides. */
export type Machine = Pick<Toolchain, 'binds' | 'runtimes' | 'env'>;
const NOTHING_KNOWN: Machine = { binds: [], runtimes: [], env: {} };
const SYSTEM_PYTHON = '/usr/bin/python3';
const GO_MODULES = '/opt/errata/go-modules';

/**
 * What the project in `dir` depends on and does not have installed: in its root, and in the folders above the files in
 * question.
 */
export function demandsOf(
  dir: string,
  around: readonly string[] = [],
  { binds, runtimes, env }: Machine = NOTHING_KNOWN,
): PlacedDemand[] {
  const found: PlacedDemand[] = [];
  const choice = (name: RuntimeName) => runtimes.find(({ runtime }) => runtime === name);
  const node = (choice('node')?.version ?? '').split('.')[0] ?? '';
  const { version = '', installed } = choice('python') ?? {};
  const program = installed === undefined ? SYSTEM_PYTHON : join(installed.prefix, 'bin/python3');
  const modules = binds.find(({ to }) => to === GO_MODULES)?.from;
  for (const place of placesAbove(around)) {
    const folder = join(dir, place);
    if (!existsSync(folder)) continue;
    const packages = nodeDemand(folder, node);
    // A package of a workspace has no lock file of its own: it is installed with the whole.
    const belongs = packages?.source === 'package.json' && found.some(({ source }) => /lock/.test(source));
    for (const demand of [
      belongs ? undefined : packages,
      pythonDemand(folder, place, { version, program }),
      env['GOPROXY'] === undefined ? undefined : goDemand(folder, modules),
    ])
      if (demand !== undefined) found.push({ ...demand, place });
  }
  return found;
}

/** The root and the folders down to these files. */
function placesAbove(files: readonly string[]): string[] {
  const places = new Set<string>(['']);
  for (const file of files)
    for (let place = dirname(file); place !== '.' && place !== '/'; place = dirname(place)) places.add(place);
  return [...places].sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b));
}

/** A demand that stays unmet, as a person reads it. */
export function describeDemand({ missing, source, byHand, place, refusal }: PlacedDemand): string {
  const how =
    place === ''
      ? t('{0} To install what {1} asks for, here: `{2}`.', missing, source, byHand)
      : t('{0} To install what {1} asks for, in {2}: `{3}`.', missing, source, place, byHand);
  if (refusal !== undefined) return how;
  return t('{0} Or let Errata do it apart from the folder: errata fix --install', how);
}

/** What the root of a project depends on and is not installed, in words. */
export function missingDependencies(dir: string): string[] {
  return demandsOf(dir).map(describeDemand);
}
