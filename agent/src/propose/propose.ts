import type { Location, Suspect } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Candidate } from '@errata/protocol/proposal';
import type { MappedPlace } from '../diagnose/mapped.ts';
import type { Slice } from '../diagnose/slice.ts';
import type { Sources } from '../diagnose/sources.ts';
import type { Repository } from '../git/repository.ts';
import { type Draft, Finisher } from './draft.ts';
import type { Patch } from './edit/patch.ts';
import { type EarlierChange, MadeBefore } from './history/earlier-change.ts';
import { followRename } from './history/follow-rename.ts';
import { restoreEarlier } from './history/restore.ts';
import { takeBack } from './history/take-back.ts';
import { undoCommit } from './history/undo-commit.ts';
import { searchEdits } from './search/search.ts';
import type { AnyTemplate } from './template.ts';
import { templatesFor } from './templates/catalogue.ts';

interface History {
  repository: Repository;
  suspects: readonly Suspect[];
  /** Fixes of the same error that did not hold: they are taken back as a whole or not at all. */
  earlier?: readonly EarlierChange[] | undefined;
}

export interface ProposeInput {
  event: Event;
  /** The checkout that the slice was made from. */
  sources: Sources;
  mapped: readonly MappedPlace[];
  slice: Slice;
  /** Where to search when templates find little, best first. */
  locations: readonly Location[];
  /** Where the suspects' changes can be read; without it nothing is taken from history. */
  history?: History | undefined;
  signal?: AbortSignal | undefined;
}

const mostCandidates = 40;
const searchPrior = 0.3;
/** How much less an edit is worth that takes another expression on the line for the bad one. */
const rivalShare = 0.8;
/** Of putting back what a suspect took away, and of following a name that it changed. */
const restorePrior = 0.85;
const renamePrior = 0.95;

/**
 * Candidates with a reason, best first: templates at the producer and what a suspect changed, then guards at the crash, and last the
 * whole of what the first suspect did, taken back.
 * Each re-parses without new syntax errors; no two are the same up to layout. Throws when cancelled.
 */
export async function propose(input: ProposeInput): Promise<Candidate[]> {
  const { slice, signal } = input;
  signal?.throwIfAborted();
  const { before, back } = await fromEarlier(input);
  const drafts = await fromTemplates(slice);
  drafts.push(...(await fromHistory(input)));
  const finisher = new Finisher(input.sources);
  const candidates: Candidate[] = [];
  for (const draft of order(drafts)) {
    signal?.throwIfAborted();
    if (candidates.length >= mostCandidates) break;
    const candidate = await finisher.finish(draft);
    const known = candidate && (before?.has(candidate.changes) || back.some(isSameAs(candidate)));
    if (candidate && !known) candidates.push(candidate);
  }
  candidates.push(...back);
  const undo =
    input.history && (await undoCommit({ ...suspected(input.history), sources: input.sources, signal }));
  if (undo && !candidates.some(isSameAs(undo))) candidates.push(undo);
  return candidates;
}

function isSameAs(one: Candidate): (other: Candidate) => boolean {
  const texts = ({ changes }: Candidate) => JSON.stringify(changes.map(({ path, after }) => [path, after]));
  const own = texts(one);
  return other => texts(other) === own;
}

/** What is known of fixes that did not hold: edits that are no news, and those that take them back. */
async function fromEarlier({
  history,
  sources,
}: ProposeInput): Promise<{ before?: MadeBefore; back: Candidate[] }> {
  const { repository, earlier = [] } = history ?? {};
  if (repository === undefined || earlier.length === 0) return { back: [] };
  const back: Candidate[] = [];
  for (const change of earlier) {
    const candidate = await takeBack(repository, change, sources);
    if (candidate && !back.some(isSameAs(candidate))) back.push(candidate);
  }
  return { before: await MadeBefore.of(repository, earlier, sources), back };
}

/** The history without the earlier fixes among its suspects. */
function suspected({ repository, suspects, earlier = [] }: History): Omit<History, 'earlier'> {
  const ours = new Set(earlier.flatMap(({ commits }) => commits));
  return { repository, suspects: suspects.filter(({ commit }) => !ours.has(commit)) };
}

/**
 * Single edits and then pairs of them that are none of the candidates known, likeliest first; made as they are asked for, so that a caller
 * takes as many as it can prove and may go on later. Throws when cancelled.
 */
export async function* searchCandidates(
  input: ProposeInput,
  known: readonly Candidate[],
): AsyncGenerator<Candidate> {
  const finisher = new Finisher(input.sources, known);
  const { before, back } = await fromEarlier(input);
  for await (const patch of searchEdits(input)) {
    input.signal?.throwIfAborted();
    const prior = searchPrior * (patch.weight ?? 1);
    const candidate = await finisher.finish({ patch, engine: 'search', label: 'root-cause', prior });
    const isNew = candidate && !before?.has(candidate.changes) && !back.some(isSameAs(candidate));
    if (isNew) yield candidate;
  }
}

async function fromTemplates(slice: Slice): Promise<Draft[]> {
  const { bad, complaint, rivals = [] } = slice;
  if (!bad) return [];
  const drafts: Draft[] = [];
  const templates = (await templatesFor(bad.file.language.family)).filter(known =>
    known.exceptions.includes(complaint.kind),
  );
  const readings = [
    { bad, origins: slice.origins, share: 1 },
    ...rivals.map(other => ({ ...other, share: rivalShare })),
  ];
  for (const { share, origins, ...reading } of readings) {
    for (const template of templates) {
      const patches = await template.patches({ slice: { ...slice, ...reading, origins }, bad: reading.bad });
      drafts.push(
        ...patches.map(patch => draftOf({ ...patch, weight: (patch.weight ?? 1) * share }, template)),
      );
    }
  }
  return drafts;
}

function draftOf(patch: Patch, template: AnyTemplate): Draft {
  const prior = Math.max(0, Math.min(1, template.prior * (patch.weight ?? 1)));
  return { patch, engine: 'templates', template: template.id, label: template.label, prior };
}

async function fromHistory({ history, slice, locations, signal }: ProposeInput): Promise<Draft[]> {
  if (history === undefined) return [];
  const known = suspected(history);
  const restored = await restoreEarlier({ ...known, locations, slice, signal });
  const renamed = await followRename({ ...known, slice, signal });
  return [
    ...restored.map(patch => ({
      patch,
      engine: 'revert' as const,
      label: 'root-cause' as const,
      prior: restorePrior * (patch.weight ?? 1),
    })),
    ...renamed.map(patch => ({
      patch,
      engine: 'templates' as const,
      template: `${patch.file.language.family}/follow-rename`,
      label: 'root-cause' as const,
      prior: renamePrior * (patch.weight ?? 1),
    })),
  ];
}

/** Root causes by prior, then guards. */
function order(drafts: Draft[]): Draft[] {
  const rank = (draft: Draft) => Number(draft.label === 'guard');
  return drafts.sort((a, b) => rank(a) - rank(b) || b.prior - a.prior);
}
