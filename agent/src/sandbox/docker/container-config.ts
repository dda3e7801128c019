import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type Docker from 'dockerode';
import type { BaseTree } from '../base-tree.ts';
import { SOCKET_INSIDE } from '../bridge.ts';
import { inodeLimit, type Limits, totalMemoryBytes } from '../limits.ts';
import { ownerTag } from '../owner.ts';
import type { RunRequest } from '../run-request.ts';
import { RUNNER_SCRIPT } from '../runner-script.ts';
import { accountFiles, systemFolders, workspaceAlias } from '../system-root.ts';
import type { Bind, Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';
import type { User } from './docker-base.ts';
import { type Ground, type Opened, OWNER_LABEL } from './ground.ts';
import type { SkeletonEntry } from './skeleton-image.ts';

/** The whole of one run's container: no network, nothing writable but /tmp and the workspace, no privileges. */
export function containerConfig(
  ground: Ground,
  request: RunRequest,
  { mounts }: Opened,
): Docker.ContainerCreateOptions {
  const { limits } = request;
  const memory = totalMemoryBytes(limits);
  return {
    Image: ground.image,
    // An image may bring its own; and the runner cannot be outlived by the container even if we are killed.
    Entrypoint: ['timeout', '-s', 'KILL', String(limits.seconds + 5)],
    Cmd: ['bash', '--norc', '--noprofile', '-c'].concat(RUNNER_SCRIPT, 'errata-runner', WORKSPACE),
    User: `${ground.user.uid}:${ground.user.gid}`,
    WorkingDir: '/',
    // An image knows its own PATH.
    Env: [...(ground.about === undefined ? ['PATH=/usr/bin:/bin'] : []), 'LC_ALL=C'],
    Labels: { [OWNER_LABEL]: ownerTag() },
    Hostname: 'errata',
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: ground.readOnlyRoot,
      Mounts: [
        ...mounts,
        ...(request.socket === undefined ? [] : hostMounts([{ from: request.socket, to: SOCKET_INSIDE }])),
      ],
      Tmpfs: {
        '/tmp': `rw,nosuid,nodev,exec,size=${limits.tmpBytes},nr_inodes=${inodeLimit(limits.tmpBytes)},mode=1777`,
      },
      ...(ground.limits === 'none' ? { Ulimits: ulimits(limits) } : {}),
      Memory: memory,
      MemorySwap: memory,
      PidsLimit: limits.processes,
      NanoCpus: Math.min(limits.cpuPercent, availableParallelism() * 100) * 1e7,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      IpcMode: 'private',
      ...{ CgroupnsMode: 'private' },
      ShmSize: 64 * 1024 * 1024,
      LogConfig: { Type: 'none', Config: {} },
      RestartPolicy: { Name: 'no' },
      AutoRemove: false,
    },
  };
}

/** What `prlimit` sets where there is one. */
function ulimits(limits: Limits) {
  const hard = (Name: string, value: number) => ({ Name, Soft: value, Hard: value });
  return [
    hard('nofile', 4096),
    hard('core', 0),
    hard('data', limits.memoryBytes),
    hard('fsize', limits.fileBytes),
    { Name: 'cpu', Soft: limits.cpuSeconds, Hard: limits.cpuSeconds + 1 },
  ];
}

/** Folders and files of the host, shown read-only. */
export function hostMounts(binds: readonly Bind[]): Docker.MountSettings[] {
  return binds.map(({ from, to }) => ({ Type: 'bind', Source: from, Target: to, ReadOnly: true }));
}

/** What an image holds that gets its programs from the host's /usr: mount points, links and a few accounts. */
export function skeleton(tree: BaseTree, toolchain: Toolchain, user: User): SkeletonEntry[] {
  const { folders, links } = systemFolders();
  const places = [...folders, '/etc', '/proc', '/dev', '/sys', '/tmp', '/run', '/opt', WORKSPACE];
  const alias = workspaceAlias(tree);
  return entriesOf(
    places,
    new Map([...links, ...toolchain.links, ...(alias === undefined ? [] : [[alias, WORKSPACE] as const])]),
    accountFiles(user.uid, user.gid),
  );
}

/** Folders with those around them, links and files, as an archive takes them. */
export function entriesOf(
  folders: readonly string[],
  links: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): SkeletonEntry[] {
  const entries: SkeletonEntry[] = [];
  const made = new Set<string>();
  const folder = (path: string): void => {
    if (path === '/' || made.has(path)) return;
    folder(dirname(path));
    made.add(path);
    // A tmpfs takes the mode of the folder that it covers.
    entries.push({ path, kind: 'folder', mode: path === '/tmp' ? 0o1777 : 0o755 });
  };
  for (const path of folders) folder(path);
  for (const [path, target] of links) {
    folder(dirname(path));
    entries.push({ path, kind: 'link', target });
  }
  for (const [path, content] of files) entries.push({ path, kind: 'file', content });
  return entries;
}
