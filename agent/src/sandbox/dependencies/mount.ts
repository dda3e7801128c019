import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BaseTree } from '../base-tree.ts';
import type { Toolchain } from '../toolchain.ts';
import { virtualEnvironmentBinds } from '../virtual-environment.ts';
import type { Layer } from './layer.ts';

/** A base tree and its toolchain as a run sees them with these layers. */
export function withLayers(
  tree: BaseTree,
  toolchain: Toolchain,
  layers: readonly Layer[] = [],
): { tree: BaseTree; toolchain: Toolchain } {
  const dependencies = new Map(tree.dependencies);
  const binds = [...tree.binds];
  for (const { overlays } of layers) {
    for (const [path, folder] of overlays) {
      // What lies in the folder itself goes before, and a package that is gone needs no packages.
      if (existsSync(join(tree.dir, path)) || !existsSync(join(tree.dir, dirname(path)))) continue;
      dependencies.set(path, folder);
      const known = new Set(binds.map(({ to }) => to));
      binds.push(...virtualEnvironmentBinds(dirname(folder)).filter(({ to }) => !known.has(to)));
    }
  }
  return {
    tree: { ...tree, dependencies, binds },
    toolchain: {
      ...toolchain,
      binds: [...toolchain.binds, ...layers.flatMap(layer => layer.binds)],
      env: Object.assign({}, toolchain.env, ...layers.map(layer => layer.env)),
    },
  };
}
