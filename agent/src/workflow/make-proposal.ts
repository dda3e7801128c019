import type { Candidate, FileChange, Proposal, Verification } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { confidenceOf } from '../decide/confidence.ts';
import type { Facts } from '../decide/facts.ts';
import { judge } from '../decide/policy.ts';
import { goesBack, type Ranked, rankCandidates } from '../decide/select.ts';
import { signalsOf } from '../decide/signals.ts';
import { familyOf } from '../learn/decided-fix.ts';
import { Experience, type KnownDecision } from '../learn/experience.ts';
import { verifyCandidates } from '../verify/verify.ts';
import { compareBehaviour } from './compare-behaviour.ts';
import { proveSearched } from './prove-searched.ts';
import { Screen } from './screen.ts';
import type { Bench, Workbench } from './workbench.ts';

/** Candidates that are kept with a proposal, for a person to choose among; the rest did not hold or came far behind. */
const mostKept = 8;
/** So many are kept of another round beside what was kept before. */
const leastNew = 4;
/** For how long edits are searched for while a person waits for another fix, in milliseconds. */
const longestInRound = 10_000;

/** What a proposal is made on: the bench of an event, or that of failing tests. */
export type ProposalBench = Pick<Workbench, 'head' | 'analysis' | 'candidates' | 'search' | 'bench'>;

/** Proves the bench's candidates, ranks them by what was seen, and recommends the best that may be offered. */
export async function makeProposal(options: {
  bench: ProposalBench;
  issue: string;
  run: string;
  /** What was proposed before a person asked for something else, and the candidates of it that they did not want. */
  earlier?: Proposal | undefined;
  ruledOut?: readonly string[] | undefined;
  /** What people decided in this project before, newest first. */
  decisions?: readonly KnownDecision[] | undefined;
  report: (message: string) => void;
  /** Told of what the confidence in each candidate stands on. */
  judged?: (candidate: Candidate, facts: Facts) => void;
  signal: AbortSignal;
}): Promise<Proposal> {
  const { bench, earlier, ruledOut = [], decisions = [], report, signal } = options;
  const [{ diagnosis }, candidates] = await Promise.all([bench.analysis(signal), bench.candidates(signal)]);
  const room = await bench.bench(report, signal);
  const allowed = (candidate: Candidate) =>
    !ruledOut.includes(candidate.id) && judge(candidate.changes, 1).allowed;
  const before = earlier?.candidates ?? [];
  const proven = before.filter(candidate => candidate.verification && allowed(candidate));
  const known = candidates.filter(
    candidate => allowed(candidate) && !proven.some(({ id }) => id === candidate.id),
  );
  const prove = (some: readonly Candidate[]) => {
    const { sandbox } = room.context;
    if (some.length > 0)
      report(
        sandbox === 'none'
          ? t('Proving {0} candidates without a sandbox, as agreed', some.length)
          : t('Proving {0} candidates in {1}', some.length, sandbox),
      );
    return verifyCandidates({
      ...room,
      candidates: some,
      signal,
      onProgress: ({ candidate, done, total }) =>
        report(
          `${done}/${total} ${candidate.template ?? candidate.engine}: ${verdictWord(candidate.verification)}`,
        ),
    });
  };
  const tried = [...proven, ...(await prove(known))];
  let count = tried.length;
  // A blind edit that happens to pass says nothing against a fix that has a reason, and nothing at all without a proof.
  // Who asked for another fix is not kept waiting for one of those while there is another with a reason.
  const isEnough = earlier === undefined ? isProvenCause : isProven;
  if ('test' in room.reproduction && !tried.some(isEnough)) {
    const found = await proveSearched({
      candidates: bench.search(signal),
      screen: Screen.for(room),
      allowed,
      prove,
      ...(earlier === undefined ? {} : { longest: longestInRound }),
      signal,
    });
    tried.push(...found.verified);
    count += found.tried;
  }
  const experience = new Experience(decisions, familyOf(diagnosis));
  const refused = before.filter(({ id }) => ruledOut.includes(id));
  const shapes = new Set((await Promise.all(refused.map(signalsOf))).map(({ shape }) => shape));
  const wanted = (await rankCandidates(tried, each => experience.leaning(each))).filter(
    ({ signals }) => !shapes.has(signals.shape),
  );
  const ranked = await compareBehaviour(wanted, room, { report, signal });
  const { reproduction } = room;
  const judged = ranked.map(own => {
    const evidence = { diagnosis, ranked, ...evidenceIn(room) };
    const { value: confidence, reasons, facts } = confidenceOf(own, evidence);
    options.judged?.(own.candidate, facts);
    return { ...own, confidence, reasons };
  });
  // What a person has seen is not taken away from them.
  const seen = before.filter(({ id }) => !judged.some(own => own.candidate.id === id));
  const most = Math.max(leastNew, mostKept - seen.length);
  const kept = judged.filter(
    ({ candidate }, at) => at < most || before.some(({ id }) => id === candidate.id),
  );
  const best = kept.find(own => mayBeOffered(own, own.confidence, room));
  const found = kept.map(({ candidate, confidence, reasons }) => ({
    ...candidate,
    confidence,
    confidenceReasons: [...reasons],
  }));
  const recommended = best?.candidate.id ?? earlier?.recommended;
  return {
    issue: options.issue,
    run: options.run,
    base: bench.head,
    tried: count,
    candidates: [...found, ...seen],
    ...(recommended === undefined ? {} : { recommended }),
    ...('test' in reproduction ? { reproduction: reproduction.test } : {}),
  };
}

/** How the error was raised again, for the confidence in what stops it. */
export function evidenceIn({ reproduction }: Pick<Bench, 'reproduction'>) {
  return {
    wholeRequest: 'level' in reproduction && reproduction.level === 'request',
    guessedInput: 'guessed' in reproduction && reproduction.guessed,
    ownTests: 'test' in reproduction && reproduction.test.before === reproduction.test.after,
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

function isProvenCause(candidate: Candidate): boolean {
  return candidate.label === 'root-cause' && isProven(candidate);
}

function isProven(candidate: Candidate): boolean {
  return candidate.verification?.verdict === 'proven' && !goesBack(candidate);
}

/** What did not hold or was not tried, what the policy keeps back, and an unproven edit without a reason are never recommended. */
function mayBeOffered(own: Ranked, confidence: number, room: Bench): boolean {
  const { verification, engine } = own.candidate;
  if (!verification || verification.verdict === 'rejected') return false;
  const blind = engine === 'search' || goesBack(own.candidate);
  if (blind && verification.verdict !== 'proven') return false;
  return judge(published(own.candidate, room), confidence).level !== 'escalate';
}

function published(candidate: Candidate, room: Bench): FileChange[] {
  const own = candidate.verification?.test;
  const test = own ?? ('test' in room.reproduction ? room.reproduction.test : undefined);
  return test ? [...candidate.changes, test] : candidate.changes;
}
