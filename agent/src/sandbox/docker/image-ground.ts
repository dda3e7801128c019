import { t } from '@vscode/l10n';
import type Docker from 'dockerode';
import type { BaseTree } from '../base-tree.ts';
import { ownerTag } from '../owner.ts';
import { accountFiles, workspaceAlias } from '../system-root.ts';
import type { Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';
import { entriesOf, hostMounts } from './container-config.ts';
import { makeDockerBase, type User } from './docker-base.ts';
import { type Ground, OWNER_LABEL } from './ground.ts';
import { overlayWorkspace } from './overlay-workspace.ts';
import type { UsableImage } from './project-image.ts';
import { skeletonTar } from './skeleton-image.ts';
import { archiveOf } from './tree-archive.ts';

/** The user inside where nothing on the host has to be read as somebody. */
const INNER: User = { uid: 10_001, gid: 10_001 };
/** Nothing can be downloaded, so nothing is to be tried. */
const OFFLINE = {
  ...{ GOPROXY: 'off', GOSUMDB: 'off', GOTOOLCHAIN: 'local', GOCACHE: '/tmp/home/go-build' },
  ...{ CARGO_NET_OFFLINE: 'true', PIP_NO_INDEX: '1', npm_config_offline: 'true' },
};

/**
 * The programs of the project's own image. `shared`: the daemon sees the host's files, so that the workspace lies over
 * the folder; else the folder is copied into the image once, and a run changes its container's own layer.
 */
export async function imageGround(
  docker: Docker,
  image: string,
  from: { found: UsableImage; tree: BaseTree; layers: Pick<Toolchain, 'binds' | 'env'>; shared: boolean },
  signal: AbortSignal | undefined,
): Promise<Ground> {
  const { found, tree, layers, shared } = from;
  const base = shared ? await makeDockerBase(tree, signal) : undefined;
  try {
    await derive(docker, image, from, base?.user ?? INNER, signal);
  } catch (error) {
    await base?.dispose();
    throw error;
  }
  const binds = hostMounts([...layers.binds, ...(shared ? tree.binds : [])]);
  return {
    ...{ image, user: base?.user ?? INNER, limits: 'none', readOnlyRoot: shared },
    about: t('Docker image {0} ({1})', found.image, found.source),
    searchPath: [
      ...['node_modules/.bin', '.venv/bin', 'venv/bin'].map(name => `${WORKSPACE}/${name}`),
      ...(found.env.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin').split(':'),
    ],
    env: { ...Object.fromEntries([...found.env].filter(([name]) => isOwn(name))), ...OFFLINE, ...layers.env },
    open: async () =>
      base ? overlayWorkspace(base, tree, binds) : { mounts: binds, close: async () => undefined },
    dispose: async () => base?.dispose(),
  };
}

/** The run has its own of these. */
function isOwn(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !['PATH', 'HOME', 'USER', 'TMPDIR'].includes(name);
}

/** Makes the image of the base: the project's, with a place for the workspace, the accounts, and perhaps the folder. */
async function derive(
  docker: Docker,
  image: string,
  { found, tree, shared }: { found: UsableImage; tree: BaseTree; shared: boolean },
  user: User,
  signal: AbortSignal | undefined,
): Promise<void> {
  const container = await docker.createContainer({
    Image: found.id,
    Entrypoint: ['bash'],
    Cmd: [],
    Labels: { [OWNER_LABEL]: ownerTag() },
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    const alias = workspaceAlias(tree);
    const files = [...accountFiles(user.uid, user.gid)].filter(([path]) => /passwd|group/.test(path));
    const links = new Map(alias === undefined || !alias.startsWith('/') ? [] : [[alias, WORKSPACE]]);
    const places = shared ? tree.binds.map(({ to }) => to) : [];
    const workspace = { path: WORKSPACE, kind: 'folder', ...(shared ? {} : { owner: user }) } as const;
    const skeleton = [workspace, ...entriesOf(places, links, new Map(files))];
    await container.putArchive(skeletonTar(skeleton), { path: '/' });
    if (!shared) {
      const sources = new Map([[WORKSPACE, tree.dir]]);
      for (const [name, folder] of tree.dependencies) sources.set(`${WORKSPACE}/${name}`, folder);
      for (const { from, to } of tree.binds) if (to === '/node_modules') sources.set(to, from);
      for (const [place, dir] of sources) {
        if (place !== WORKSPACE)
          await container.putArchive(skeletonTar([{ path: place, kind: 'folder', owner: user }]), {
            path: '/',
          });
        const { stream, ended } = await archiveOf(dir, user, signal);
        await container.putArchive(stream, { path: place });
        await ended;
      }
    }
    const [repo, tag] = image.split(':');
    await container.commit({ repo, tag, pause: false });
  } finally {
    await container.remove({ force: true, v: true });
  }
}
