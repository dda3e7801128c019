import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Candidate, FileChange, Proposal, Verification } from '@errata/protocol/proposal';
import { confidenceOf } from '../decide/confidence.ts';
import type { Facts } from '../decide/facts.ts';
import { judge } from '../decide/policy.ts';
import { goesBack, type Ranked, rankCandidates } from '../decide/select.ts';
import { signalsOf } from '../decide/signals.ts';
import { familyOf } from '../learn/decided-fix.ts';
import { Experience, type KnownDecision } from '../learn/experience.ts';
import { compareBehaviour } from './compare-behaviour.ts';
import type { Bench } from './workbench.ts';

/** Candidates that are kept with a proposal, for a person to choose among; the rest did not hold or came far behind. */
const mostKept = 8;
/** So many are kept of another round beside what was kept before. */
const leastNew = 4;

interface WeighOptions {
  readonly tried: readonly Candidate[];
  /** By their ids: these were made as a person asked for, and come before others that hold. */
  readonly asked?: ReadonlySet<string> | undefined;
  readonly room: Bench;
  readonly diagnosis: Diagnosis;
  /** What was proposed before, and the candidates of it, by their ids, that a person did not want. */
  readonly earlier?: Proposal | undefined;
  readonly ruledOut: readonly string[];
  readonly decisions: readonly KnownDecision[];
  readonly judged?: ((candidate: Candidate, facts: Facts) => void) | undefined;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Ranks what was tried by what was seen of it, says how sure each is, and recommends the best that may be offered. */
export async function weighCandidates(
  options: WeighOptions,
): Promise<Pick<Proposal, 'candidates' | 'recommended'>> {
  const { tried, asked, room, diagnosis, earlier, ruledOut, decisions, report, signal } = options;
  const before = earlier?.candidates ?? [];
  const experience = new Experience(decisions, familyOf(diagnosis));
  const refused = before.filter(({ id }) => ruledOut.includes(id));
  const shapes = new Set((await Promise.all(refused.map(signalsOf))).map(({ shape }) => shape));
  const wanted = (await rankCandidates(tried, each => experience.leaning(each))).filter(
    ({ signals }) => !shapes.has(signals.shape),
  );
  const ranked = askedFirst(await compareBehaviour(wanted, room, { report, signal }), asked);
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
    ...(candidate.verification && {
      verification: withCautions(candidate.verification, published(candidate, room)),
    }),
    confidence,
    confidenceReasons: [...reasons],
  }));
  const recommended = best?.candidate.id ?? earlier?.recommended;
  return { candidates: [...found, ...seen], ...(recommended === undefined ? {} : { recommended }) };
}

/** How sure the surest of those is that were proven to mend the cause; 0 where there is none. */
export function surestCause(candidates: readonly Candidate[]): number {
  return Math.max(0, ...candidates.filter(isProvenCause).map(({ confidence = 0 }) => confidence));
}

export function isProvenCause(candidate: Candidate): boolean {
  return candidate.label === 'root-cause' && isProven(candidate);
}

export function isProven(candidate: Candidate): boolean {
  return candidate.verification?.verdict === 'proven' && !goesBack(candidate);
}

/** With what the fences say of all that would go out. */
export function withCautions(verification: Verification, changes: readonly FileChange[]): Verification {
  const cautions = judge(changes, 1).violations.map(({ message }) => message);
  const { cautions: _, ...rest } = verification;
  return cautions.length === 0 ? rest : { ...rest, cautions };
}

/** How the error was raised again, for the confidence in what stops it. */
export function evidenceIn({ reproduction }: Pick<Bench, 'reproduction'>) {
  return {
    wholeRequest: 'level' in reproduction && reproduction.level === 'request',
    guessedInput: 'guessed' in reproduction && reproduction.guessed,
    ownTests: 'test' in reproduction && reproduction.test.before === reproduction.test.after,
  };
}

function askedFirst(ranked: readonly Ranked[], asked: ReadonlySet<string> | undefined): readonly Ranked[] {
  if (asked === undefined) return ranked;
  const isAsked = ({ candidate: { id, verification } }: Ranked) =>
    asked.has(id) && verification !== undefined && verification.verdict !== 'rejected';
  return [...ranked.filter(isAsked), ...ranked.filter(own => !isAsked(own))];
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
