import { createHash } from 'node:crypto';
import type { Location } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Candidate } from '@errata/protocol/proposal';
import type { MappedPlace } from '../diagnose/mapped.ts';
import type { Slice } from '../diagnose/slice.ts';
import type { SourceFile, Sources } from '../diagnose/sources.ts';
import { apply, normalised, type Patch } from './edit/patch.ts';
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
  signal?: AbortSignal | undefined;
}

interface Draft {
  patch: Patch;
  engine: 'templates' | 'search';
  template?: string;
  label: Candidate['label'];
  prior: number;
}

const mostCandidates = 40;
/** With fewer root-cause candidates than this the search is asked, too. */
const enoughTemplates = 4;
const searchPrior = 0.3;

/**
 * Candidates without a model, best first: templates at the producer, then guards at the crash, then single edits.
 * Each re-parses without new syntax errors; no two are the same up to layout. Throws when cancelled.
 */
export async function propose(input: ProposeInput): Promise<Candidate[]> {
  const { slice, signal } = input;
  signal?.throwIfAborted();
  const drafts = await fromTemplates(slice);
  const causes = drafts.filter(draft => draft.label === 'root-cause').length;
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
  const { bad, complaint } = slice;
  if (!bad) return [];
  const drafts: Draft[] = [];
  const templates = await templatesFor(bad.file.language.family);
  for (const template of templates.filter(known => known.exceptions.includes(complaint.kind))) {
    const patches = await template.patches({ slice, bad });
    drafts.push(...patches.map(patch => draftOf(patch, template)));
  }
  return drafts;
}

function draftOf(patch: Patch, template: AnyTemplate): Draft {
  const prior = Math.max(0, Math.min(1, template.prior * (patch.weight ?? 1)));
  return { patch, engine: 'templates', template: template.id, label: template.label, prior };
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
