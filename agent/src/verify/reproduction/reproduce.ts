import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { ReproductionOutcome, ReproductionTest } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { VerifyContext } from '../context.ts';
import type { TestPlan } from '../frameworks/framework.ts';
import { languageOfFile, type ProjectLanguage } from '../project.ts';
import { summaryLine } from '../run-tests.ts';
import type { Detection } from '../test-command.ts';
import { type Level, runAttempt, type Thrown } from './attempt.ts';
import type { AttemptInput, Proposed } from './attempts.ts';
import { entryScripts } from './entry-scripts.ts';
import { type ExpectedException, expectedException } from './expected.ts';
import { goAttempts } from './go/attempts.ts';
import { javaAttempts } from './java/attempts.ts';
import { javascriptAttempts } from './javascript/attempts.ts';
import { pythonAttempts } from './python/attempts.ts';
import { targetsOf } from './target.ts';

/** A test that was seen to raise the event's exception on the unfixed code. */
export interface KeptReproduction {
  readonly test: ReproductionTest;
  readonly before: ReproductionOutcome;
  readonly level: Level;
  /** The input is made up after existing tests, since the event holds none. */
  readonly guessed: boolean;
  /** The same for a fix that raises an exception of the program's own instead. */
  expecting?(thrown: Thrown): Promise<ReproductionTest>;
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
/** The outermost and two further in. */
const enough = 3;

/**
 * Makes the smallest test that raises the event's exception again: the whole request first, then the calls of the
 * frames from the outermost to the innermost. Never throws for an event that does not hold enough; says why instead.
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduction> {
  const { context, event, diagnosis, detection } = options;
  const expected = expectedException(event, diagnosis.locations);
  if (expected === undefined) return { reason: t('The event holds no exception.'), tried: [] };
  const plan = detection.plan ?? detection.fallback;
  if (plan === undefined)
    return { reason: detection.reason ?? t('There is no way to run a test here.'), tried: [] };
  const targets = (await targetsOf(event, diagnosis.locations, context.sources)).filter(
    target => languageOfFile(target.file) === plan.project.language,
  );
  const scripts = await entryScripts(context, plan.project, event, diagnosis.locations);
  if (targets.length === 0 && scripts.length === 0 && event.request === undefined) {
    return { reason: t('No frame of the event could be mapped onto a function of the checkout.'), tried: [] };
  }
  const make = makers[plan.project.language];
  if (make === undefined)
    return { reason: t('No test can be made up in {0} yet.', plan.project.language), tried: [] };
  const input: AttemptInput = {
    context,
    plan,
    event,
    targets,
    scripts,
    exception: identifierOf(expected.type),
    expected,
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const proposals: Proposed[] = [];
  for await (const proposal of make(input)) proposals.push(proposal);
  const { kept, tried } = await tryAll(proposals, options, plan, expected);
  const [main, ...inner] = kept;
  if (main === undefined) return { reason: reasonOf(tried, plan.project.language), tried };
  return { ...main, inner, plan, expected };
}

const makers: Readonly<Partial<Record<ProjectLanguage, (input: AttemptInput) => AsyncGenerator<Proposed>>>> =
  {
    javascript: javascriptAttempts,
    python: pythonAttempts,
    go: goAttempts,
    java: javaAttempts,
  };

/** Tries two at a time, outermost first, until enough are kept or the time for it is up. */
async function tryAll(
  proposals: readonly Proposed[],
  { context, signal, onProgress, budget = defaultBudget }: ReproduceOptions,
  plan: TestPlan,
  expected: ExpectedException,
): Promise<{ kept: KeptReproduction[]; tried: string[] }> {
  const deadline = Date.now() + budget;
  const found = new Map<number, KeptReproduction>();
  const tried: string[] = [];
  let next = 0;
  const work = async () => {
    while (next < proposals.length && found.size < enough) {
      const index = next++;
      const proposal = proposals[index];
      if (proposal === undefined) return;
      signal?.throwIfAborted();
      const name = nameOf(proposal.level);
      if ('reason' in proposal) {
        tried.push(`${name}: ${proposal.reason}`);
        continue;
      }
      const again = [...found.values()].some(known => known.level === proposal.level);
      if (Date.now() > deadline || again) continue;
      onProgress?.(t('Reproducing with {0}', name));
      const wanted = {
        ...expected,
        ...(proposal.guessed ? { exactMessage: true } : {}),
        ...(proposal.exactPlace ? { exactPlace: true } : {}),
      };
      const outcome = await runAttempt(context, plan, proposal.test, wanted, new Map(), signal);
      if (outcome.result !== 'raised') tried.push(`${name}: ${explain(outcome)}`);
      else
        found.set(index, {
          ...proposal,
          guessed: proposal.guessed ?? false,
          before: { result: 'raised', output: outcome.output },
        });
    }
  };
  await Promise.all([work(), work()]);
  const kept = [...found].sort(([a], [b]) => a - b).map(([, one]) => one);
  return {
    kept: kept.filter((one, index) => kept.findIndex(other => other.level === one.level) === index),
    tried,
  };
}

function nameOf(level: Level): string {
  return level === 'request' ? t('the request') : t('the call of frame {0}', level);
}

function explain(outcome: Awaited<ReturnType<typeof runAttempt>>): string {
  if (outcome.infra) return outcome.output;
  if (outcome.result === 'passed') return t('runs without the exception');
  const said = summaryLine(outcome.output);
  return outcome.result === 'other' ? t('fails otherwise ({0})', said) : t('does not run ({0})', said);
}

function reasonOf(tried: readonly string[], language: ProjectLanguage): string {
  if (tried.length === 0)
    return t('The event holds neither a request nor arguments to call a function with.');
  const said = t(
    'The event does not hold enough to raise its exception again: {0}.',
    tried.slice(0, 4).join('; '),
  );
  const name = withoutVariables[language];
  return name === undefined
    ? said
    : t('{0} Clients for {1} send no variables, so the input was made up.', said, name);
}

/** Languages whose clients cannot see the variables of a call. */
const withoutVariables: Readonly<Partial<Record<ProjectLanguage, string>>> = { go: 'Go', java: 'Java' };

/** The exception's type as it may stand in a test's title: only what can be in an identifier. */
function identifierOf(type: string): string {
  const last = type.split('.').at(-1) ?? '';
  return /^[A-Za-z_]\w{0,60}$/.test(last) ? last : 'exception';
}
