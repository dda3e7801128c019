import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DEFAULT_LIMITS, type Limits, totalMemoryBytes } from '../limits.ts';
import { deadOwner, ownedName } from '../owner.ts';
import { type Controller, type Hierarchy, ownGroups, parentOf } from './control-hierarchies.ts';

/** The shells around a run count, too. */
const OUTER_PROCESSES = 12;
const CPU_PERIOD = 100_000;
/** How long the last processes of a run may take to be gone from its groups. */
const GRACE_MILLISECONDS = 3000;

/** Moves itself into groups, then becomes the command. $1… the groups · `--` · the command */
const ENTER_SCRIPT = `while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs" || exit 125; shift; done; shift; exec "$@"`;

let made = 0;

/** The control groups in which this process may put runs, so that limits hold over all their processes together. */
export class ControlGroups {
  readonly #hierarchies: readonly Hierarchy[];

  private constructor(hierarchies: readonly Hierarchy[]) {
    this.#hierarchies = hierarchies;
  }

  /** Those that really take a process and its limits; none is no error. */
  static async find(): Promise<ControlGroups> {
    const [cgroup, mountinfo] = await Promise.all(
      ['cgroup', 'mountinfo'].map(name => readFile(`/proc/self/${name}`, 'utf8').catch(() => '')),
    );
    const usable: Hierarchy[] = [];
    for (const own of ownGroups(cgroup ?? '', mountinfo ?? '')) {
      const hierarchy = await parentOf(own);
      if (hierarchy !== undefined && (await takesProcesses(hierarchy))) usable.push(hierarchy);
    }
    return new ControlGroups(usable);
  }

  holds(controller: Controller): boolean {
    return this.#hierarchies.some(({ controllers }) => controllers.includes(controller));
  }

  /** Groups for one run. Throws when they cannot be made, which where they were found is a failure of the sandbox. */
  async open(limits: Limits): Promise<ControlGroup> {
    const name = freshName();
    const group = new ControlGroup(
      this.#hierarchies.map(({ version, parent }) => ({ version, folder: join(parent, name) })),
    );
    try {
      for (const hierarchy of this.#hierarchies) await makeGroup(hierarchy, name, limits);
      return group;
    } catch (error) {
      await group[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Removes the groups of dead owners. */
  async sweep(): Promise<void> {
    for (const { version, parent } of this.#hierarchies) {
      for (const name of await readdir(parent)) {
        if (deadOwner(name)) await removeGroup(version, join(parent, name));
      }
    }
  }
}

/** One run's groups. */
export class ControlGroup implements AsyncDisposable {
  readonly #folders: readonly { version: 1 | 2; folder: string }[];

  constructor(folders: readonly { version: 1 | 2; folder: string }[]) {
    this.#folders = folders;
  }

  /** Goes before a command that is to run in the groups. */
  get entry(): string[] {
    if (this.#folders.length === 0) return [];
    return ['sh', '-c', ENTER_SCRIPT, 'errata-group', ...this.#folders.map(({ folder }) => folder), '--'];
  }

  /** Whether a process was ended because all together had used up their memory. */
  async ranOutOfMemory(): Promise<boolean> {
    for (const { version, folder } of this.#folders) {
      const file = join(folder, version === 2 ? 'memory.events' : 'memory.oom_control');
      const killed = /^oom_kill (\d+)$/m.exec(await readFile(file, 'utf8').catch(() => ''))?.[1];
      if (Number(killed ?? 0) > 0) return true;
    }
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { version, folder } of this.#folders) await removeGroup(version, folder);
  }
}

/** Several sandboxes of this process may be at work. */
function freshName(): string {
  return `${ownedName()}${made++}`;
}

async function takesProcesses(hierarchy: Hierarchy): Promise<boolean> {
  const name = freshName();
  const folder = join(hierarchy.parent, name);
  try {
    await makeGroup(hierarchy, name, DEFAULT_LIMITS);
    await promisify(execFile)('sh', ['-c', ENTER_SCRIPT, 'errata-group', folder, '--', 'true']);
    return true;
  } catch {
    return false;
  } finally {
    await removeGroup(hierarchy.version, folder);
  }
}

async function makeGroup(
  { version, parent, controllers }: Hierarchy,
  name: string,
  limits: Limits,
): Promise<void> {
  const folder = join(parent, name);
  await mkdir(folder);
  const memory = String(totalMemoryBytes(limits));
  const quota = limits.cpuPercent * (CPU_PERIOD / 100);
  const set = (file: string, value: string): Promise<void> => writeFile(join(folder, file), value);
  if (controllers.includes('pids')) await set('pids.max', String(limits.processes + OUTER_PROCESSES));
  if (controllers.includes('cpu')) {
    if (version === 2) await set('cpu.max', `${quota} ${CPU_PERIOD}`);
    else {
      await set('cpu.cfs_period_us', String(CPU_PERIOD));
      await set('cpu.cfs_quota_us', String(quota));
    }
  }
  if (controllers.includes('memory')) {
    await set(version === 2 ? 'memory.max' : 'memory.limit_in_bytes', memory);
    // A kernel that does not count swap has no such file.
    if (version === 2) await set('memory.swap.max', '0').catch(ignoreMissing);
    else await set('memory.memsw.limit_in_bytes', memory).catch(ignoreMissing);
  }
}

async function removeGroup(version: 1 | 2, folder: string): Promise<void> {
  for (const deadline = performance.now() + GRACE_MILLISECONDS; ; ) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EBUSY' || performance.now() > deadline) return;
    }
    await endAll(version, folder);
    await delay(5);
  }
}

async function endAll(version: 1 | 2, folder: string): Promise<void> {
  if (
    version === 2 &&
    (await writeFile(join(folder, 'cgroup.kill'), '1').then(
      () => true,
      () => false,
    ))
  )
    return;
  const members = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '');
  for (const pid of members.split('\n').map(Number)) {
    try {
      if (pid > 0) process.kill(pid, 'SIGKILL');
    } catch {
      // Gone by itself meanwhile.
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'EACCES') throw error;
}
