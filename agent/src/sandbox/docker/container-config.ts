import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type Docker from 'dockerode';
import type { BaseTree } from '../base-tree.ts';
import { inodeLimit, totalMemoryBytes } from '../limits.ts';
import { ownerTag } from '../owner.ts';
import type { RunRequest } from '../run-request.ts';
import { RUNNER_SCRIPT } from '../runner-script.ts';
import { accountFiles, systemFolders, systemSettings, workspaceAlias } from '../system-root.ts';
import type { Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';
import type { DockerBase, Uppers, User } from './docker-base.ts';
import type { SkeletonEntry } from './skeleton-image.ts';

/** What a container needs to know of a prepared base. */
export interface ContainerSetting {
  readonly tree: BaseTree;
  readonly toolchain: Toolchain;
  readonly base: DockerBase;
  readonly image: string;
}

/** The whole of one run's container: no network, nothing writable but /tmp and the overlays, no privileges. */
export function containerConfig(
  prepared: ContainerSetting,
  label: string,
  request: RunRequest,
  uppers: Uppers,
): Docker.ContainerCreateOptions {
  const { limits } = request;
  const { tree, toolchain, base } = prepared;
  const memory = totalMemoryBytes(limits);
  const readOnly = [
    ...[...systemFolders().folders, ...systemSettings()].map(path => ({ from: path, to: path })),
    ...toolchain.binds,
    ...tree.binds,
  ];
  const overlays = [...base.lowers.keys()].map(name => ({
    Type: 'volume' as const,
    Source: '',
    Target: name === '' ? WORKSPACE : `${WORKSPACE}/${name}`,
    VolumeOptions: {
      NoCopy: true,
      Labels: { [label]: ownerTag() },
      DriverConfig: {
        Name: 'local',
        Options: { type: 'overlay', device: 'overlay', o: uppers.options(name) },
      },
    },
  }));
  return {
    Image: prepared.image,
    // The runner cannot be outlived by the container even if we are killed.
    Cmd: ['timeout', '-s', 'KILL', String(limits.seconds + 5), 'bash', '--norc', '--noprofile', '-c'].concat(
      RUNNER_SCRIPT,
      'errata-runner',
      WORKSPACE,
    ),
    User: `${base.user.uid}:${base.user.gid}`,
    WorkingDir: '/',
    Env: ['PATH=/usr/bin:/bin', 'LC_ALL=C'],
    Labels: { [label]: ownerTag() },
    Hostname: 'errata',
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      Mounts: [
        ...readOnly.map(({ from, to }) => ({
          Type: 'bind' as const,
          Source: from,
          Target: to,
          ReadOnly: true,
        })),
        ...overlays,
      ],
      Tmpfs: {
        '/tmp': `rw,nosuid,nodev,exec,size=${limits.tmpBytes},nr_inodes=${inodeLimit(limits.tmpBytes)},mode=1777`,
      },
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

/** What the image holds: mount points, links and a few accounts; the programs come from the host's /usr. */
export function skeleton(tree: BaseTree, toolchain: Toolchain, user: User): SkeletonEntry[] {
  const { folders, links } = systemFolders();
  const entries: SkeletonEntry[] = [];
  const made = new Set<string>();
  const folder = (path: string): void => {
    if (path === '/' || made.has(path)) return;
    folder(dirname(path));
    made.add(path);
    // A tmpfs takes the mode of the folder that it covers.
    entries.push({ path, kind: 'folder', mode: path === '/tmp' ? 0o1777 : 0o755 });
  };
  for (const path of [...folders, '/etc', '/proc', '/dev', '/sys', '/tmp', '/run', '/opt', WORKSPACE])
    folder(path);
  const alias = workspaceAlias(tree);
  const all = new Map([
    ...links,
    ...toolchain.links,
    ...(alias === undefined ? [] : [[alias, WORKSPACE] as const]),
  ]);
  for (const [path, target] of all) {
    folder(dirname(path));
    entries.push({ path, kind: 'link', target });
  }
  for (const [path, content] of accountFiles(user.uid, user.gid))
    entries.push({ path, kind: 'file', content });
  return entries;
}
