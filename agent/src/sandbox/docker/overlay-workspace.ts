import type Docker from 'dockerode';
import type { BaseTree } from '../base-tree.ts';
import { ownerTag } from '../owner.ts';
import { WORKSPACE } from '../workspace-path.ts';
import { type DockerBase, makeUppers } from './docker-base.ts';
import { type Opened, OWNER_LABEL } from './ground.ts';

/** A workspace over the folder as it lies on the host, and what else is mounted. */
export async function overlayWorkspace(
  base: DockerBase,
  tree: BaseTree,
  others: readonly Docker.MountSettings[],
): Promise<Opened> {
  const uppers = await makeUppers(base, tree);
  const overlays = [...base.lowers.keys()].map(name => ({
    Type: 'volume' as const,
    Source: '',
    Target: name === '' ? WORKSPACE : `${WORKSPACE}/${name}`,
    VolumeOptions: {
      NoCopy: true,
      Labels: { [OWNER_LABEL]: ownerTag() },
      DriverConfig: {
        Name: 'local',
        Options: { type: 'overlay', device: 'overlay', o: uppers.options(name) },
      },
    },
  }));
  return { mounts: [...others, ...overlays], close: () => uppers.remove() };
}
