import { join } from 'node:path/posix';
import { t } from '@vscode/l10n';
import { demandsOf, describeDemand, type Machine, type PlacedDemand } from './demands.ts';
import { InstallError, type InstallOptions } from './install.ts';
import type { Layer } from './layer.ts';
import { LayerStore, type StoredLayer } from './layer-store.ts';

/** What of a project's dependencies is there besides what lies in its folder, and what is not, in words. */
export interface FoundLayers {
  readonly layers: readonly Layer[];
  readonly missing: readonly string[];
}

/**
 * Layers for what the project in `dir` depends on and does not have installed itself. With `install`, a person's explicit
 * choice, what was not installed before is: that reaches the network. Throws `InstallError` only when it is cancelled.
 */
export async function findLayers(options: {
  dir: string;
  /** Files in question: what the folders above them ask for counts, too. */
  around?: readonly string[];
  toolchain: Machine;
  install?: InstallOptions & { report?: (message: string) => void };
  store?: LayerStore;
}): Promise<FoundLayers> {
  const { dir, around, toolchain, install, store = new LayerStore() } = options;
  const layers: Layer[] = [];
  const missing: string[] = [];
  for (const demand of demandsOf(dir, around, toolchain)) {
    const { place, source, refusal, byHand } = demand;
    let stored = await store.get(demand, place);
    if (stored === undefined && install !== undefined && refusal === undefined) {
      install.report?.(t('Installing what {0} asks for', join(place, source)));
      try {
        stored = await store.make(demand, place, install);
      } catch (error) {
        if (!(error instanceof InstallError) || error.reason === 'cancelled') throw error;
        missing.push(t('{0} {1} By hand: {2}', demand.missing, error.message, byHand));
        continue;
      }
    }
    if (stored === undefined)
      missing.push(install && refusal ? `${describeDemand(demand)} (${refusal})` : describeDemand(demand));
    else layers.push(layerOf(demand, stored));
  }
  return { layers, missing };
}

function layerOf({ place, source, beside }: PlacedDemand, { stage, notes, folders }: StoredLayer): Layer {
  const about = [t('What {0} asks for was installed apart from the folder', join(place, source)), ...notes];
  return {
    about: about.join('; '),
    overlays: new Map(folders.map(folder => [join(place, folder), join(stage, folder)])),
    ...(beside?.(stage) ?? { binds: [], env: {} }),
  };
}
