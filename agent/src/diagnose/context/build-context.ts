import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Repository } from '../../git/repository.ts';
import type { MappedPlace } from '../mapped.ts';
import type { Slice } from '../slice.ts';
import type { Sources } from '../sources.ts';
import type { ModelContext } from './context.ts';
import { fenceFor, quoted } from './quote.ts';

/** A fix of an error like this one, or an earlier one of the same. */
export interface PastFix {
  /** Its pull request, as people call it. */
  readonly name: string;
  /** The commit before it and the last one with it; absent where the history does not tell. */
  readonly span?: { readonly from: string; readonly to: string } | undefined;
  /** False when the error came back with it. */
  readonly held: boolean;
}

export interface ContextInput {
  readonly event: Event;
  readonly diagnosis: Diagnosis;
  readonly mapped: readonly MappedPlace[];
  readonly slice: Slice;
  /** The checkout that the slice was made from. */
  readonly sources: Sources;
  /** What strangers cannot know: the same one makes the same context. */
  readonly seed: string;
  /** Where suspects' and fixes' changes can be read; without it there are none. */
  readonly repository?: Repository | undefined;
  readonly pastFixes?: readonly PastFix[] | undefined;
  /** Tokens. */
  readonly budget?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a model should know of an error. Throws when cancelled or when a file cannot be read. */
export async function buildContext(input: ContextInput): Promise<ModelContext> {
  const { event, diagnosis, slice, seed } = input;
  const paths = [...new Set(diagnosis.locations.map(({ file }) => file))];
  const texts = await Promise.all(paths.map(async path => (await slice.index.text(path)) ?? ''));
  const happened = JSON.stringify(event.exceptions.map(({ type, value }) => ({ type, value })));
  const fence = fenceFor(seed, [...texts, happened]);
  const stable = texts.map((text, at) => quoted(fence, { kind: 'code', file: paths[at] }, text)).join('\n\n');
  const data = quoted(fence, { kind: 'event' }, happened);
  return { stable, data, fence, files: new Set(paths), tokens: 0, parts: [] };
}
