import type { Explanation } from '@errata/protocol/diagnosis';
import type { Candidate, Proposal, Verification } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { Facts } from '../decide/facts.ts';
import { judge } from '../decide/policy.ts';
import type { KnownDecision } from '../learn/experience.ts';
import { verifyCandidates } from '../verify/verify.ts';
import { together } from './model/spend.ts';
import { isWanted, type Writing, writeFixes } from './model/write-fixes.ts';
import { proveSearched } from './prove-searched.ts';
import { Screen } from './screen.ts';
import { isProven, isProvenCause, surestCause, weighCandidates } from './weigh-candidates.ts';
import type { Bench, Workbench } from './workbench.ts';

/** For how long edits are searched for while a person waits for another fix, in milliseconds. */
const longestInRound = 10_000;

/** What a proposal is made on: the bench of an event, or that of failing tests. */
export type ProposalBench = Pick<
  Workbench,
  'head' | 'event' | 'repository' | 'tree' | 'analysis' | 'candidates' | 'search' | 'bench' | 'adopt'
>;

/**
 * Proves the bench's candidates, and what a model or the search adds to them, ranks all by what was seen, and recommends the best that
 * may be offered.
 */
export async function makeProposal(options: {
  bench: ProposalBench;
  issue: string;
  run: string;
  /** What was proposed before a person asked for something else, and the candidates of it that they did not want. */
  earlier?: Proposal | undefined;
  ruledOut?: readonly string[] | undefined;
  /** What people decided in this project before, newest first. */
  decisions?: readonly KnownDecision[] | undefined;
  /** Models and other programs that may write fixes, too. */
  writing?: Writing | undefined;
  report: (message: string) => void;
  /** Told of what the confidence in each candidate stands on. */
  judged?: (candidate: Candidate, facts: Facts) => void;
  /** Told of what a model made of the cause. */
  explained?: (explanation: Explanation) => void;
  signal: AbortSignal;
}): Promise<Proposal> {
  const { bench, issue, run, earlier, ruledOut = [], decisions = [], writing, report, signal } = options;
  const [{ diagnosis }, candidates] = await Promise.all([bench.analysis(signal), bench.candidates(signal)]);
  await bench.bench(report, signal);
  const before = earlier?.candidates ?? [];
  const first = await bench.adopt(earlier?.reproduction ? [earlier.reproduction] : [], signal);
  const allowed = (candidate: Candidate) =>
    !ruledOut.includes(candidate.id) && judge(candidate.changes, 1).allowed;
  const proven = before.filter(candidate => candidate.verification && allowed(candidate));
  const known = candidates.filter(
    candidate => allowed(candidate) && !proven.some(({ id }) => id === candidate.id),
  );
  const prove = prover({ report, signal });
  let tried = [...proven, ...(await prove(known, first))];
  const weigh = (room: Bench, asked?: ReadonlySet<string>) =>
    weighCandidates({
      ...{ tried, room, asked, diagnosis, earlier, ruledOut, decisions, report, signal },
      judged: options.judged,
    });
  let alone: Awaited<ReturnType<typeof weigh>> | undefined;
  const surest = async () => {
    if (!tried.some(isProvenCause)) return 0;
    alone = await weigh(first);
    return surestCause(alone.candidates);
  };
  const written =
    writing && (await isWanted(writing, surest))
      ? await writeFixes({
          ...{ ...writing, run, issue, decisions, bench, room: first },
          ...{ known: [...tried, ...before], prove, report, signal },
        })
      : undefined;
  if (written?.explained) options.explained?.(written.explained);
  const { room = first, candidates: added = [] } = written ?? {};
  // What nothing could be proven with counts no longer.
  if (room !== first) tried = await prove(tried.map(unproven), room);
  tried.push(...added);
  let count = tried.length;
  // A blind edit that happens to pass says nothing against a fix that has a reason, and nothing at all without a proof.
  // Who asked for another fix is not kept waiting for one of those while there is another with a reason.
  const isEnough = earlier === undefined ? isProvenCause : isProven;
  if ('test' in room.reproduction && !tried.some(isEnough)) {
    const found = await proveSearched({
      candidates: bench.search(signal),
      screen: Screen.for(room),
      allowed,
      prove: some => prove(some, room),
      ...(earlier === undefined ? {} : { longest: longestInRound }),
      signal,
    });
    tried.push(...found.verified);
    count += found.tried;
  }
  // Where nobody else wrote, nothing was added to what was weighed.
  const weighed =
    (written === undefined && alone) ||
    (await weigh(room, writing?.asked && new Set(added.map(({ id }) => id))));
  const { reproduction } = room;
  const spent = together(earlier?.spent, written?.spent);
  return {
    ...{ issue, run, base: bench.head, tried: count },
    ...weighed,
    ...('test' in reproduction ? { reproduction: reproduction.test } : {}),
    ...(spent && { spent }),
    ...(written?.trouble && { modelTrouble: written.trouble }),
  };
}

/** Proves candidates with what a room holds, and tells how it goes. */
function prover({ report, signal }: { report: (message: string) => void; signal: AbortSignal }) {
  return (candidates: readonly Candidate[], room: Bench): Promise<Candidate[]> => {
    const { sandbox } = room.context;
    if (candidates.length > 0)
      report(
        sandbox === 'none'
          ? t('Proving {0} candidates without a sandbox, as agreed', candidates.length)
          : t('Proving {0} candidates in {1}', candidates.length, sandbox),
      );
    return verifyCandidates({
      ...{ ...room, candidates, signal },
      onProgress: ({ candidate, done, total }) =>
        report(
          `${done}/${total} ${candidate.template ?? candidate.engine}: ${verdictWord(candidate.verification)}`,
        ),
    });
  };
}

function verdictWord(verification: Verification | undefined): string {
  switch (verification?.verdict) {
    case 'proven':
      return t('proven');
    case 'plausible':
      return t('plausible');
    case 'rejected':
      return t('rejected');
    case undefined:
      return t('not run');
  }
}

function unproven({ verification: _, ...candidate }: Candidate): Candidate {
  return candidate;
}
