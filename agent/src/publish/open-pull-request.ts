import { createHash } from 'node:crypto';
import { type SeenPullRequest, seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { z } from 'zod';
import type { BranchPlace, Forge, NewPullRequest } from '../forge/forge.ts';
import { ForgeError } from '../forge/forge-error.ts';
import { type EffectLog, marked, once } from './effects.ts';
import { askable } from './reviewers.ts';

/** Forges take some more. */
const longestTitle = 250;
const longestBody = 60_000;

/** A pull request as it is wanted for a branch that was pushed. */
export interface WantedPullRequest extends NewPullRequest {
  readonly run: string;
  /** The tip of the branch. */
  readonly commit: string;
  readonly labels: readonly string[];
  /** As they are named by a diagnosis, or by a person. */
  readonly reviewers: readonly string[];
}

/** Opens the pull request of a run, or finds it, with its labels and reviewers. Says what of it could not be done. Throws `ForgeError`. */
export async function openPullRequest(
  forge: Forge,
  log: EffectLog,
  wanted: WantedPullRequest,
  signal?: AbortSignal,
): Promise<{ seen: SeenPullRequest; notes: string[] }> {
  const notes: string[] = [];
  const text = {
    title: shortened(wanted.title, longestTitle),
    body: marked(shortened(wanted.body, longestBody), `${wanted.run}/pull-request`),
  };
  const key = `${wanted.run}/pull-request/${shortHash([text.title, text.body, wanted.base])}`;
  const seen = await once(log, {
    ...{ kind: 'pull-request', key, schema: seenPullRequestSchema },
    find: async () => {
      const there = await ours(forge, wanted, signal);
      return there?.state === 'open' ? forge.update(there.number, text, signal) : there;
    },
    make: () => open(forge, { ...wanted, ...text }, notes, signal),
  });
  const { number } = seen;
  if (number === undefined) return { seen, notes };
  notes.push(...(await decorate(forge, log, { ...wanted, number }, signal)));
  return { seen, notes };
}

/** What there is of the branch already: open, or with just this commit. One of another time may have had its name. */
async function ours(
  forge: Forge,
  wanted: BranchPlace & { base: string; commit: string },
  signal?: AbortSignal,
): Promise<(SeenPullRequest & { number: number }) | undefined> {
  const { branch, owner, base, commit } = wanted;
  const there = await forge.find({ branch, owner, base }, signal);
  if (there?.number === undefined) return undefined;
  return there.state === 'open' || there.head === commit ? { ...there, number: there.number } : undefined;
}

async function open(
  forge: Forge,
  wanted: WantedPullRequest,
  notes: string[],
  signal?: AbortSignal,
): Promise<SeenPullRequest> {
  const { title, body, branch, owner, base, draft } = wanted;
  const request = { title, body, branch, owner, base };
  try {
    return await forge.open({ ...request, draft }, signal);
  } catch (error) {
    if (!ForgeError.is(error, 'conflict', 'invalid')) throw error;
    // Somebody opened it at the same moment, or the answer to an earlier attempt got lost.
    const there = await ours(forge, wanted, signal);
    if (there !== undefined) return there;
    if (!draft) throw error;
    const seen = await forge.open({ ...request, draft: false }, signal);
    notes.push(t('It could not be opened as a draft: {0}', error.message));
    return seen;
  }
}

/** Labels and reviewers: what of them cannot be had stands in the way of nothing, and is said. */
async function decorate(
  forge: Forge,
  log: EffectLog,
  { run, number, labels, reviewers }: WantedPullRequest & { number: number },
  signal?: AbortSignal,
): Promise<string[]> {
  const schema = z.array(z.string());
  const label = async () => {
    await forge.label(number, labels, signal);
    return [...labels];
  };
  const { people, unknown } = askable(reviewers);
  const key = `${run}/reviewers/${shortHash(people)}`;
  const ask = () => forge.requestReviewers(number, people, signal);
  const labelled =
    labels.length === 0
      ? []
      : await orWhy(once(log, { kind: 'labels', key: `${run}/labels`, schema, make: label }));
  const missing =
    people.length === 0 ? [] : await orWhy(once(log, { kind: 'reviewers', key, schema, make: ask }));
  return [
    ...(typeof labelled === 'string' ? [t('The labels were not set: {0}', labelled)] : []),
    ...(typeof missing === 'string'
      ? [t('Nobody was asked for a review: {0}', missing)]
      : [...missing, ...unknown].map(name => t('{0} could not be asked for a review.', name))),
  ];
}

/** What came of it, or why the forge would not. */
async function orWhy<T>(work: Promise<T>): Promise<T | string> {
  try {
    return await work;
  } catch (error) {
    if (!ForgeError.is(error) || error.reason === 'cancelled') throw error;
    return error.message;
  }
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a character would be none.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function shortHash(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16);
}
