import { createHash } from 'node:crypto';
import type { Location, Suspect } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Candidate } from '@errata/protocol/proposal';
import type { MappedPlace } from '../diagnose/mapped.ts';
import type { Slice } from '../diagnose/slice.ts';
import type { SourceFile, Sources } from '../diagnose/sources.ts';
import type { Repository } from '../git/repository.ts';
import { apply, normalised, type Patch } from './edit/patch.ts';
import { followRename } from './history/follow-rename.ts';
import { restoreEarlier } from './history/restore.ts';
import { searchEdits } from './search/search.ts';
import type { AnyTemplate } from './template.ts';
import { templatesFor } from './templates/catalogue.ts';

export interface ProposeInput {
  event: Event;
  /** The checkout that the slice was made from. */
  sources: Sources;
  mapped: readonly MappedPlace[];
  slice: Slice;
  /** Where to search when templates find little, best first. */
  locations: readonly Location[];
  /** Where the suspects' changes can be read; without it nothing is taken from history. */
  history?: { repository: Repository; suspects: readonly Suspect[] } | undefined;
  signal?: AbortSignal | undefined;
}

interface Draft {
  patch: Patch;
  engine: 'templates' | 'search' | 'revert';
  template?: string;
  label: Candidate['label'];
  prior: number;
}

const mostCandidates = 40;
/** With fewer root-cause candidates than this the search is asked, too. */
const enoughTemplates = 4;
const searchPrior = 0.3;
/** How much less an edit is worth that takes another expression on the line for the bad one. */
const rivalShare = 0.8;
/** Of putting back what a suspect took away, and of following a name that it changed. */
const restorePrior = 0.85;
const renamePrior = 0.95;

/**
 * Candidates without a model, best first: templates at the producer and what a suspect changed, then guards at the crash,
 * then single edits.
 * Each re-parses without new syntax errors; no two are the same up to layout. Throws when cancelled.
 */
export async function propose(input: ProposeInput): Promise<Candidate[]> {
  const { slice, signal } = input;
  signal?.throwIfAborted();
  const drafts = await fromTemplates(slice);
  const causes = drafts.filter(draft => draft.label === 'root-cause').length;
  drafts.push(...(await fromHistory(input)));
  if (causes < enoughTemplates) drafts.push(...(await fromSearch(input)));
  const unchanged = new Map<SourceFile, boolean>();
  const seen = new Set<string>();
  const candidates: Candidate[] = [];
  for (const draft of order(drafts)) {
    signal?.throwIfAborted();
    if (candidates.length >= mostCandidates) break;
    const candidate = await finish(draft, input.sources, unchanged, seen);
    if (candidate) candidates.push(candidate);
  }
  return candidates;
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
  const restored = await restoreEarlier({ ...history, locations, slice, signal });
  const renamed = await followRename({ ...history, slice, signal });
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

async function fromSearch(input: ProposeInput): Promise<Draft[]> {
  const patches = await searchEdits(input.locations, input.slice.index);
  return patches.map(patch => ({
    patch,
    engine: 'search' as const,
    label: 'root-cause' as const,
    prior: searchPrior * (patch.weight ?? 1),
  }));
}

/** Root causes by prior, then guards, then what the search found. */
function order(drafts: Draft[]): Draft[] {
  const rank = (draft: Draft) => (draft.engine === 'search' ? 2 : draft.label === 'guard' ? 1 : 0);
  return drafts.sort((a, b) => rank(a) - rank(b) || b.prior - a.prior);
}

async function finish(
  draft: Draft,
  sources: Sources,
  unchanged: Map<SourceFile, boolean>,
  seen: Set<string>,
): Promise<Candidate | undefined> {
  const { patch } = draft;
  const { file } = patch;
  if (file.test) return undefined;
  let same = unchanged.get(file);
  if (same === undefined) {
    same = (await sources.read(file.path)) === file.text;
    unchanged.set(file, same);
  }
  const after = same ? apply(patch) : undefined;
  if (after === undefined) return undefined;
  const { key, errors } = normalised(file, after);
  const identity = `${file.path}\n${key}`;
  if (errors > file.tree.errorCount() || seen.has(identity) || key === normalised(file, file.text).key)
    return undefined;
  seen.add(identity);
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    engine: draft.engine,
    ...(draft.template ? { template: draft.template } : {}),
    label: draft.label,
    explanation: patch.explanation,
    changes: [{ path: file.path, before: file.text, after }],
    prior: draft.prior,
  };
}
