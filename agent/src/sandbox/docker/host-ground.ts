import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { type BaseTree, searchPath } from '../base-tree.ts';
import { systemFolders, systemSettings } from '../system-root.ts';
import type { Bind, Toolchain } from '../toolchain.ts';
import { hostMounts, skeleton } from './container-config.ts';
import { makeDockerBase } from './docker-base.ts';
import type { Ground } from './ground.ts';
import { overlayWorkspace } from './overlay-workspace.ts';
import { skeletonTar } from './skeleton-image.ts';

/** The host's own programs, over the folder as it lies there: for a daemon on the same Linux. */
export async function hostGround(
  docker: Docker,
  image: string,
  { tree, toolchain }: { tree: BaseTree; toolchain: Toolchain },
  signal: AbortSignal | undefined,
): Promise<Ground> {
  const base = await makeDockerBase(tree, signal);
  try {
    const tar = Readable.from([skeletonTar(skeleton(tree, toolchain, base.user))]);
    const [repo, tag] = image.split(':');
    const answer = await docker.importImage(tar, { repo, tag });
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(answer, error => (error ? reject(error) : resolve())),
    );
  } catch (error) {
    await base.dispose();
    throw error;
  }
  const shown: Bind[] = [
    ...[...systemFolders().folders, ...systemSettings()].map(path => ({ from: path, to: path })),
    ...toolchain.binds,
    ...tree.binds,
  ];
  return {
    ...{ image, user: base.user, limits: 'but-processes', readOnlyRoot: true },
    searchPath: searchPath(toolchain),
    env: toolchain.env,
    open: () => overlayWorkspace(base, tree, hostMounts(shown)),
    dispose: () => base.dispose(),
  };
}
