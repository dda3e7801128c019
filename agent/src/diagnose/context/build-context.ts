import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Repository } from '../../git/repository.ts';
import { estimateTokens } from '../../model/limits/estimate.ts';
import { sharesOf } from '../../model/window.ts';
import type { MappedPlace } from '../mapped.ts';
import type { Slice } from '../slice.ts';
import { isTestPath, type Sources } from '../sources.ts';
import { changesBefore, type PastFix } from './changes.ts';
import { codePlaces } from './code-places.ts';
import type { ContextPart, ModelContext } from './context.ts';
import { eventText } from './event-fields.ts';
import { chooseExcerpts } from './excerpts.ts';
import { findingsText } from './findings.ts';
import { fenceFor, type Quotation, quoted } from './quote.ts';
import { holdsSecrets } from './secrets.ts';
import { testPlaces } from './test-places.ts';

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

interface Piece extends ContextPart {
  readonly quotation: Quotation;
  readonly text: string;
}

/** What the code leaves is nobody's; but neither a chatty event nor a large commit may take its place. */
const mostForEvent = 0.3;
const mostForChanges = 0.2;

/** What a model should know of an error, cut to a budget. Throws when cancelled or when a file cannot be read. */
export async function buildContext(input: ContextInput): Promise<ModelContext> {
  const {
    event,
    diagnosis,
    mapped,
    slice,
    sources,
    seed,
    budget = sharesOf(undefined).context,
    signal,
  } = input;
  signal?.throwIfAborted();
  const { index } = slice;
  const happened = [
    pieceOf('event', 'event', 'what the program sent', eventText(event, mapped, budget * mostForEvent)),
    pieceOf('findings', 'findings', 'what was found out', findingsText(diagnosis)),
  ];
  const ranked = [
    ...(await codePlaces({ diagnosis, mapped, slice })),
    ...(await testPlaces(diagnosis.locations[0]?.file, diagnosis.impact, index)),
  ];
  const places = ranked.filter(({ file }) => !holdsSecrets(file)).sort((a, b) => b.weight - a.weight);
  signal?.throwIfAborted();
  const changes = input.repository
    ? await changesBefore({
        repository: input.repository,
        suspects: diagnosis.suspects,
        pastFixes: input.pastFixes ?? [],
        files: new Set(places.map(({ file }) => file)),
        budget: budget * mostForChanges,
        signal,
      })
    : [];
  const used = tokensOf(happened) + tokensOf(changes);
  const excerpts = await chooseExcerpts(places, file => sources.read(file), budget - used);
  const code = excerpts.map(({ file, text, lines, why }) =>
    pieceOf(isTestPath(file) ? 'test' : 'code', file, why, text, { lines }),
  );
  const known = [
    ...code.filter(({ kind }) => kind === 'code'),
    ...code.filter(({ kind }) => kind === 'test'),
    ...changes.map(({ kind, name, why, text }) => pieceOf(kind, name, why, text)),
  ];
  const fence = fenceFor(
    seed,
    [...known, ...happened].map(({ text }) => text),
  );
  const shown = (pieces: readonly Piece[]) =>
    pieces.map(({ quotation, text }) => quoted(fence, quotation, text)).join('\n\n');
  const stable = `The quoted data in this conversation stands between lines with the word ${fence}.\n\n${shown(known)}`;
  const data = shown(happened);
  return {
    ...{ stable, data, fence },
    files: new Set(excerpts.map(({ file }) => file)),
    tokens: estimateTokens(stable) + estimateTokens(data),
    parts: [...known, ...happened].map(({ kind, name, why, tokens }) => ({ kind, name, why, tokens })),
  };
}

function pieceOf(
  kind: ContextPart['kind'],
  name: string,
  why: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): Piece {
  const named = kind === 'code' || kind === 'test' ? { file: name } : name === kind ? {} : { name };
  return {
    kind,
    name,
    why,
    text,
    tokens: estimateTokens(text),
    quotation: { kind, ...named, ...attributes, why },
  };
}

function tokensOf(pieces: readonly { readonly tokens: number }[]): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens, 0);
}
