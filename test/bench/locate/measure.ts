import type { Repository } from '../../../agent/src/git/repository.ts';
import { resolveRelease } from '../../../agent/src/locate/release.ts';
import type { Answer, LocateTarget } from './answer.ts';
import { askSentryRule, askTopFrame } from './baselines.ts';
import { type BrokenCase, type Case, reasonOf } from './case.ts';
import { Checkouts } from './checkout.ts';
import { askErrata } from './errata.ts';
import { type Score, score } from './score.ts';

/** Milliseconds after which an answer counts as none. */
const longest = 60_000;

export interface Judged {
  readonly answer: Answer;
  readonly score: Score;
}

export interface Measured {
  readonly case: Case;
  readonly targets: Readonly<Record<LocateTarget, Judged>>;
  /** Why Errata gave no answer; it counts as one that names nothing. */
  readonly failure: string | undefined;
}

export interface Measuring {
  /** How many cases are located at once; times are those of a busy machine when it is more than one. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Asks every target of every case. A case whose repository cannot be had is told of and left out. */
export async function measureCases(
  cases: readonly Case[],
  { jobs, signal, progress }: Measuring,
): Promise<{ measured: Measured[]; broken: BrokenCase[] }> {
  const results = new Map<Case, Measured | BrokenCase>();
  const checkouts = await Checkouts.create();
  const waiting = cases.values();
  const work = async () => {
    for (const each of waiting) {
      try {
        results.set(each, await measureCase(each, await checkouts.at(each.repo, each.head), signal));
      } catch (error) {
        signal.throwIfAborted();
        results.set(each, { name: each.name, reason: reasonOf(error) });
      }
      if (results.size % 25 === 0) progress(`${results.size} of ${cases.length} cases`);
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    await checkouts.dispose();
  }
  const inOrder = cases.flatMap(each => results.get(each) ?? []);
  return {
    measured: inOrder.filter(result => 'targets' in result),
    broken: inOrder.filter(result => 'reason' in result),
  };
}

async function measureCase(asked: Case, repository: Repository, signal: AbortSignal): Promise<Measured> {
  const release = await resolveRelease(repository, asked.event.release, signal);
  const judged = async (answer: Answer): Promise<Judged> => {
    const newer = release === undefined ? undefined : await notIn(repository, release, answer.commits ?? []);
    return { answer, score: score(answer, asked.truth, newer) };
  };
  const ours = await answerOrFailure(asked, repository, signal);
  const nothing: Answer = { places: [], commits: [], crash: undefined, milliseconds: longest };
  return {
    case: asked,
    failure: typeof ours === 'string' ? ours : undefined,
    targets: {
      errata: await judged(typeof ours === 'string' ? nothing : ours),
      'top-frame': await judged(await askTopFrame(asked, repository, signal)),
      'sentry-rule': await judged(await askSentryRule(asked, repository, signal)),
    },
  };
}

async function answerOrFailure(
  asked: Case,
  repository: Repository,
  signal: AbortSignal,
): Promise<Answer | string> {
  const limit = AbortSignal.timeout(longest);
  try {
    return await askErrata(asked, repository, AbortSignal.any([signal, limit]));
  } catch (error) {
    signal.throwIfAborted();
    return limit.aborted ? `No answer within ${longest / 1000} s.` : reasonOf(error);
  }
}

async function notIn(repository: Repository, release: string, commits: readonly string[]): Promise<string[]> {
  const held = await Promise.all(commits.map(commit => repository.isAncestor(commit, release)));
  return commits.filter((_, at) => held[at] === false);
}
