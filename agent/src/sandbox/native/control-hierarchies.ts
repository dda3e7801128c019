import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What of a run's limits control groups can hold over all its processes together. */
export type Controller = 'memory' | 'cpu' | 'pids';
const CONTROLLERS: readonly Controller[] = ['memory', 'cpu', 'pids'];

/** A folder of control groups below which this process may make further ones. */
export interface Hierarchy {
  readonly version: 1 | 2;
  readonly parent: string;
  readonly controllers: readonly Controller[];
}

/** The group that this process is in, in one of the kernel's hierarchies. */
export interface OwnGroup {
  readonly version: 1 | 2;
  /** Where the hierarchy is mounted; nothing above it is ours to look at. */
  readonly mount: string;
  readonly folder: string;
  /** Of version 1; the folder itself tells those of version 2. */
  readonly controllers: readonly Controller[];
}

/** Reads /proc/self/cgroup and /proc/self/mountinfo. */
export function ownGroups(cgroup: string, mountinfo: string): OwnGroup[] {
  const mounts = mountinfo.split('\n').flatMap(line => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root = '/', mount = ''] = left.split(' ');
    const [type, , options = ''] = right.split(' ');
    return type === 'cgroup' || type === 'cgroup2'
      ? [{ type, root, mount, options: options.split(',') }]
      : [];
  });
  return cgroup.split('\n').flatMap((line): OwnGroup[] => {
    const [number, names = '', ...rest] = line.split(':');
    const path = rest.join(':');
    if (number === undefined || path === '') return [];
    const controllers = CONTROLLERS.filter(name => names.split(',').includes(name));
    const version = number === '0' && names === '' ? 2 : 1;
    if (version === 1 && controllers.length === 0) return [];
    const found = mounts.find(({ type, options }) =>
      version === 2
        ? type === 'cgroup2'
        : type === 'cgroup' && controllers.every(name => options.includes(name)),
    );
    if (found === undefined) return [];
    const below = path === found.root || path.startsWith(found.root === '/' ? '/' : `${found.root}/`);
    const inside = (below && found.root !== '/' ? path.slice(found.root.length) : path).replace(/^\/$/, '');
    return [{ version, mount: found.mount, folder: join(found.mount, inside), controllers }];
  });
}

/**
 * Where children of a group may be made. In version 2 a group that holds processes passes no controller on, so that is
 * the nearest one above which does: the user's own manager hands such a group down where systemd delegates one.
 */
export async function parentOf(own: OwnGroup): Promise<Hierarchy | undefined> {
  if (own.version === 1) return { version: 1, parent: own.folder, controllers: own.controllers };
  for (let folder = own.folder; ; folder = dirname(folder)) {
    const controllers = await passedOn(folder);
    if (controllers.length > 0) return { version: 2, parent: folder, controllers };
    if (folder === own.mount || folder === dirname(folder)) return undefined;
  }
}

async function passedOn(folder: string): Promise<Controller[]> {
  const there = await listed(join(folder, 'cgroup.controllers'));
  const control = join(folder, 'cgroup.subtree_control');
  const before = await listed(control);
  for (const name of there.filter(name => !before.includes(name))) {
    // Refused where the group has processes or is not ours; the next one above may do.
    await writeFile(control, `+${name}`).catch(() => undefined);
  }
  return listed(control);
}

async function listed(file: string): Promise<Controller[]> {
  const words = (await readFile(file, 'utf8').catch(() => '')).trim().split(/\s+/);
  return CONTROLLERS.filter(name => words.includes(name));
}
