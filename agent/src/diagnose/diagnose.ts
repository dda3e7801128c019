import type { Location } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { t } from '@vscode/l10n';
import { causeOf } from './cause.ts';
import type { MappedPlace } from './mapped.ts';
import { type KnownOfFiles, rankLocations } from './rank/locations.ts';
import { type Slice, slice } from './slice.ts';
import type { Sources } from './sources.ts';

export interface DiagnoseInput {
  event: Event;
  /** The checkout: anything that can list and read its files. */
  tree: Sources;
  /** In-app frames of the root exception on the checkout. */
  mapped: readonly MappedPlace[];
  known?: KnownOfFiles | undefined;
  signal?: AbortSignal | undefined;
}

export interface SlicedDiagnosis {
  /** The cause in plain words. */
  cause: string;
  badExpression?: string;
  /** One list, where the fix most likely belongs first. */
  locations: Location[];
  slice: Slice;
  /** 0…1: how sure it is that the first location is where the fix belongs. */
  confidence: number;
}

/** Explains an event: which value was bad and where it was made. Throws when cancelled or when a file cannot be read. */
export async function diagnose(input: DiagnoseInput): Promise<SlicedDiagnosis> {
  const exception = rootException(input.event);
  if (!exception) {
    const cause = input.event.message ?? t('The event holds no exception.');
    const found = await slice({
      exception: { type: '', value: '', frames: [] },
      sources: input.tree,
      mapped: [],
    });
    return { cause, locations: [], slice: found, confidence: 0 };
  }
  const { tree: sources, mapped, signal } = input;
  const found = await slice({ exception, sources, mapped, signal });
  return {
    cause: causeOf(exception, found),
    ...(found.bad ? { badExpression: found.bad.node.text } : {}),
    locations: await rankLocations(input.event, exception, mapped, found, input.known),
    slice: found,
    confidence: confidenceOf(found),
  };
}

function confidenceOf(found: Slice): number {
  if (!found.crash) return 0.1;
  if (!found.bad) return 0.25;
  const [best, second] = found.origins;
  if (!best) return 0.35;
  const rival = second ? Math.max(0, 0.15 - (best.score - second.score)) : 0;
  return Math.max(0.3, Math.min(0.95, best.score - rival));
}
