import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { ReproductionOutcome, ReproductionTest } from '@errata/protocol/proposal';
import type { VerifyContext } from '../context.ts';
import type { TestPlan } from '../frameworks/framework.ts';
import { languageOfFile } from '../project.ts';
import { summaryLine } from '../run-tests.ts';
import type { Detection } from '../test-command.ts';
import { type Attempt, type Level, runAttempt } from './attempt.ts';
import { type ExpectedException, expectedException } from './expected.ts';
import { javascriptAttempts } from './javascript/attempts.ts';
import { pythonAttempts } from './python/attempts.ts';
import { targetsOf } from './target.ts';

/** A test that was seen to raise the event's exception on the unfixed code. */
export interface KeptReproduction {
  readonly test: ReproductionTest;
  readonly before: ReproductionOutcome;
  readonly level: Level;
}

/** The outermost reproduction, with those further in; or why there is none. */
export type Reproduction =
  | (KeptReproduction & {
      readonly plan: TestPlan;
      readonly expected: ExpectedException;
      /** Further in: they have the bad value passed in by hand, so a fix at its producer does not flip them. */
      readonly inner: readonly KeptReproduction[];
    })
  | { readonly reason: string; readonly tried: readonly string[] };

export interface ReproduceOptions {
  readonly context: VerifyContext;
  readonly event: Event;
  readonly diagnosis: Diagnosis;
  readonly detection: Detection;
  readonly signal?: AbortSignal;
  onProgress?(message: string): void;
  /** For how long new attempts are begun, in milliseconds. */
  readonly budget?: number;
}

const defaultBudget = 20_000;

/**
 * Makes the smallest test that raises the event's exception again: the whole request first, then the calls of the
 * frames from the outermost to the innermost. Never throws for an event that does not hold enough; says why instead.
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduction> {
  const { context, event, diagnosis, detection, signal } = options;
  const expected = expectedException(event, diagnosis.locations);
  if (expected === undefined) return { reason: 'The event holds no exception.', tried: [] };
  const plan = detection.plan ?? detection.fallback;
  if (plan === undefined)
    return { reason: detection.reason ?? 'There is no way to run a test here.', tried: [] };
  const targets = (await targetsOf(event, diagnosis.locations, context.sources)).filter(
    target => languageOfFile(target.file) === plan.project.language,
  );
  if (targets.length === 0 && event.request === undefined) {
    return { reason: 'No frame of the event could be mapped onto a function of the checkout.', tried: [] };
  }
  const make = plan.project.language === 'javascript' ? javascriptAttempts : pythonAttempts;
  const tried: string[] = [];
  const kept: KeptReproduction[] = [];
  const deadline = Date.now() + (options.budget ?? defaultBudget);
  const input = { context, plan, event, targets, exception: identifierOf(expected.type) };
  for await (const attempt of make(input)) {
    signal?.throwIfAborted();
    if ('reason' in attempt) {
      tried.push(`${nameOf(attempt.level)}: ${attempt.reason}`);
      continue;
    }
    if (Date.now() > deadline || kept.some(known => known.level === attempt.level)) continue;
    options.onProgress?.(`Reproducing with ${nameOf(attempt.level)}`);
    const outcome = await tryAttempt(context, plan, attempt, expected, signal);
    if (outcome.result === 'raised') {
      kept.push({
        test: attempt.test,
        before: { result: 'raised', output: outcome.output },
        level: attempt.level,
      });
    } else tried.push(`${nameOf(attempt.level)}: ${explain(outcome)}`);
  }
  const [main, ...inner] = kept;
  if (main === undefined) return { reason: reasonOf(tried), tried };
  return { ...main, inner, plan, expected };
}

function tryAttempt(
  context: VerifyContext,
  plan: TestPlan,
  attempt: Attempt,
  expected: ExpectedException,
  signal: AbortSignal | undefined,
): ReturnType<typeof runAttempt> {
  return runAttempt(context, plan, attempt.test, expected, new Map(), signal);
}

function nameOf(level: Level): string {
  return level === 'request' ? 'the request' : `the call of frame ${level}`;
}

function explain(outcome: Awaited<ReturnType<typeof runAttempt>>): string {
  if (outcome.infra) return outcome.output;
  if (outcome.result === 'passed') return 'runs without the exception';
  const said = summaryLine(outcome.output);
  return outcome.result === 'other' ? `fails otherwise (${said})` : `does not run (${said})`;
}

function reasonOf(tried: readonly string[]): string {
  if (tried.length === 0) return 'The event holds neither a request nor arguments to call a function with.';
  return `The event does not hold enough to raise its exception again: ${tried.slice(0, 4).join('; ')}.`;
}

/** The exception's type as it may stand in a test's title: only what can be in an identifier. */
function identifierOf(type: string): string {
  const last = type.split('.').at(-1) ?? '';
  return /^[A-Za-z_]\w{0,60}$/.test(last) ? last : 'exception';
}
