import { words } from '@errata/protocol/markdown';
import { type Candidate, type FileChange, type Proposal, reproductionFor } from '@errata/protocol/proposal';
import type { RecordedDecision } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import type { FailedCheck } from '../../forge/forge.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { makeProposal } from '../make-proposal.ts';
import type { Asked, Writing } from '../model/write-fixes.ts';
import { isWritten, wasAsked } from '../round-note.ts';
import { sayOnly, type Version } from './round-end.ts';
import type { RoundWork } from './round-work.ts';

/** What another fix is to do: what a person asks for in words, or pass checks. */
export type Wish = { readonly words: string } | { readonly failing: readonly FailedCheck[] };

/**
 * Another fix than those that the pull request had, in their place. Files that others have changed on the branch are theirs. Throws
 * `RoundOver` where there is none, `SandboxError`.
 */
export async function anotherFix(
  work: RoundWork,
  {
    wish,
    writers,
    decisions,
    report,
    signal,
  }: {
    wish: Wish;
    /** Models and other programs that may write it. */
    writers: Pick<Writing, 'engines' | 'ledger'> | undefined;
    decisions: readonly RecordedDecision[];
    report: (message: string) => void;
    signal: AbortSignal;
  },
): Promise<Version> {
  const { bench, branch, issue, run } = work;
  const had = await hadBefore(work, await bench.candidates(signal));
  const ruledOut = [...work.ruledOut, ...had];
  const earlier = work.proposal?.base === bench.head ? work.proposal : undefined;
  const found = await makeProposal({
    ...{ bench, issue: issue.id, run, earlier, ruledOut, decisions, report, signal },
    writing: writers && {
      ...{ ...writers, asked: askedFor(wish, branch.changes), explained: work.diagnosis?.explained },
    },
  });
  const candidate = found.candidates.find(({ id }) => id === found.recommended);
  const holds = candidate?.verification !== undefined && candidate.verification.verdict !== 'rejected';
  if (candidate === undefined || !holds || ruledOut.includes(candidate.id))
    throw nothingFound(wish, followed(found, earlier));
  const wanted = changesOf(found, candidate, work);
  const taken = wanted.find(({ path }) => branch.foreign.has(path));
  if (taken !== undefined)
    throw sayOnly(
      t('Another fix would change {0}, which somebody else has changed on the branch.', taken.path),
      t(
        'Another fix holds, but it changes {0}, which somebody else has changed on this branch; nothing was pushed.',
        words(taken.path),
      ),
    );
  const edits = await editsOf(work, wanted, signal);
  if (edits.length === 0) throw nothingFound(wish, followed(found, earlier));
  return {
    edits,
    subject: candidate.explanation,
    candidate: candidate.id,
    said: somethingFound(
      wish,
      words(candidate.explanation),
      isWritten(candidate) ? '' : followed(found, earlier),
    ),
  };
}

/** The candidates, by their ids, whose texts the branch has or had, whoever wrote them. */
async function hadBefore({ bench, branch }: RoundWork, candidates: readonly Candidate[]): Promise<string[]> {
  const had = new Set<string>();
  for (const { commit } of branch.commits) {
    const tree = new SourceTree(bench.repository, commit);
    try {
      for (const { id, changes } of candidates) {
        const texts = await Promise.all(changes.map(async ({ path }) => (await tree.read(path)) ?? null));
        if (changes.every(({ after }, at) => after === texts[at])) had.add(id);
      }
    } finally {
      await tree.dispose();
    }
  }
  return [...had];
}

/** What a model is told of the wish, and of the version that it is about. */
function askedFor(wish: Wish, offered: readonly FileChange[]): Asked {
  if ('words' in wish) return { words: wish.words, before: { offered } };
  const failures = wish.failing.map(({ name, log }) => ({
    explanation: 'the version of the pull request',
    ...{ changes: offered, output: `The check "${name}" fails.\n${log}` },
  }));
  return { failures };
}

/** Why words were not followed, without a word about this machine. */
function followed(found: Proposal, earlier: Proposal | undefined): string {
  if (wasAsked(earlier, found)) return t('Nothing that a model wrote to that holds.');
  return found.modelTrouble === undefined
    ? t('No engine here can follow words, which takes a model.')
    : t('The model that follows words could not be asked.');
}

function somethingFound(wish: Wish, explanation: string, why: string): string {
  if ('failing' in wish) return t('Checks fail. Another fix holds: {0}', explanation);
  return why === ''
    ? t('Changed as you asked: {0}', explanation)
    : t('{0} Another fix holds: {1}', why, explanation);
}

function nothingFound(wish: Wish, why: string) {
  const message = t('No other fix that holds was found.');
  return sayOnly(
    message,
    'words' in wish
      ? t(
          '{0} No other fix that holds was found. The branch stays as it is: suggest the lines that you want, or push to it.',
          why,
        )
      : t(
          'Checks fail, and no other fix that holds was found. The branch stays as it is: a person takes it from here.',
        ),
  );
}

/** The fix with its regression test, where the pull request has that. */
function changesOf(proposal: Proposal, candidate: Candidate, { branch }: RoundWork): FileChange[] {
  const test = reproductionFor(proposal, candidate);
  const isThere = test !== undefined && branch.changes.some(({ path }) => path === test.path);
  return isThere ? [...candidate.changes, test] : [...candidate.changes];
}

/** From the branch as it is to the branch with these changes in place of ours. */
async function editsOf(
  { bench, branch }: RoundWork,
  wanted: readonly FileChange[],
  signal: AbortSignal,
): Promise<FileChange[]> {
  signal.throwIfAborted();
  const back = branch.changes.filter(
    ({ path }) => !branch.foreign.has(path) && !wanted.some(change => change.path === path),
  );
  const tree = new SourceTree(bench.repository, branch.tip);
  try {
    const edits: FileChange[] = [];
    for (const { path, after } of [...wanted, ...back.map(({ path, before }) => ({ path, after: before }))]) {
      const now = (await tree.has(path)) ? ((await tree.read(path)) ?? null) : null;
      if (now !== after) edits.push({ path, before: now, after });
    }
    return edits;
  } finally {
    await tree.dispose();
  }
}
