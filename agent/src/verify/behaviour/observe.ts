import type { Candidate } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { z } from 'zod';
import type { VerifyContext } from '../context.ts';
import type { Invocation, TestPlan } from '../frameworks/framework.ts';
import { parseJson } from '../frameworks/report.ts';
import { javascriptObservation } from './javascript.ts';
import { type Literals, literalsOf } from './literals.ts';
import { pythonObservation } from './python.ts';
import { changedFunctions, type Target } from './targets.ts';

/** What a version of the program did with one input. */
export type Outcome = string;

export interface ObservedInput {
  /** Tests that pass without a fix call with it, or with what it was made of. */
  readonly passing: boolean;
  /** No test calls with it. */
  readonly made: boolean;
  readonly target: number;
}

/** What the unfixed program and every candidate did with the same inputs. */
export interface Observation {
  readonly functions: readonly Target[];
  readonly inputs: readonly ObservedInput[];
  readonly original: readonly Outcome[];
  /** By the candidate's id. */
  readonly candidates: ReadonlyMap<string, readonly Outcome[]>;
}

/** Why nothing can be said of what candidates do. */
export interface NotObserved {
  readonly reason: string;
}

export interface ObserveOptions {
  readonly context: VerifyContext;
  readonly plan: TestPlan;
  /** The test files to run for inputs, repository-relative. */
  readonly tests: readonly string[];
  /** What has to be there for them. */
  readonly files: ReadonlyMap<string, string>;
  readonly candidates: readonly Candidate[];
  readonly signal: AbortSignal;
}

/** A run of tests that is watched, and where it tells what came of it. */
export interface Watched extends Invocation {
  readonly told: string;
}

/** What an observer is told. */
export interface Asked {
  /** For all versions together. */
  readonly seconds: number;
  /** Made-up inputs, at most. */
  readonly inputs: number;
  readonly targets: readonly Target[];
  readonly literals: Literals;
  readonly versions: readonly {
    readonly id: string;
    /** The version's texts, and those of the unfixed program at the same paths. */
    readonly files: Readonly<Record<string, string | null>>;
    readonly before: Readonly<Record<string, string | null>>;
  }[];
}

const toldSchema = z.object({
  inputs: z.array(z.object({ target: z.int(), passing: z.boolean(), made: z.boolean() })),
  /** How often a function was called with something that cannot be copied. */
  uncopied: z.array(z.int()),
  outcomes: z.record(z.string(), z.array(z.string())),
});

const replaySeconds = 8;
const testSeconds = 20;
const mostMade = 120;
const mostTargets = 4;
/** One alone cannot be compared. */
const fewest = 2;
/** The unfixed program runs twice: what it does differently then depends on more than the input. */
const original = 'original';
const again = 'again';

/**
 * Calls the functions that the candidates change with what the tests call them with, and with inputs made of those: all
 * candidates in one run of the sandbox. Says why where that cannot be done.
 */
export async function observeBehaviour(options: ObserveOptions): Promise<Observation | NotObserved> {
  const { context, plan, tests, files, signal } = options;
  const changed = await Promise.all(
    options.candidates.map(async candidate => ({ candidate, targets: await changedFunctions(candidate) })),
  );
  const callable = changed.filter(({ targets }) => targets.length > 0);
  if (callable.length < fewest) return { reason: t('The fixes change more than the insides of functions.') };
  const candidates = callable.map(({ candidate }) => candidate);
  const functions = distinct(callable.flatMap(({ targets }) => targets));
  if (functions.length > mostTargets) return { reason: t('The fixes change too many functions.') };
  const asked: Asked = {
    seconds: replaySeconds,
    inputs: mostMade,
    targets: functions,
    literals: await literalsOf(candidates, functions),
    versions: [
      { id: original, files: {}, before: {} },
      ...candidates.map(({ id, changes }) => ({
        id,
        files: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
        before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
      })),
      { id: again, files: {}, before: {} },
    ],
  };
  const watched = await watchedRun(plan, context, tests, asked);
  if (watched === undefined)
    return { reason: t('Calls of these functions cannot be watched under {0}.', plan.framework) };
  const { told: path, ...run } = watched;
  const result = await context.run(
    {
      ...run,
      files: new Map([...files, ...run.files]),
      limits: { seconds: testSeconds + 2 * replaySeconds },
    },
    { signal },
  );
  signal.throwIfAborted();
  const told = parseJson(toldSchema, result.artefacts.get(path));
  if (told === undefined) return { reason: t('The functions could not be called one by one.') };
  if (told.inputs.length === 0) {
    return {
      reason: told.uncopied.some(count => count > 0)
        ? t('Tests call the functions with what cannot be copied.')
        : t('No test calls the functions.'),
    };
  }
  return observationOf(told, functions, candidates);
}

function watchedRun(
  plan: TestPlan,
  context: VerifyContext,
  tests: readonly string[],
  asked: Asked,
): Watched | undefined | Promise<Watched | undefined> {
  if (plan.framework === 'pytest' || plan.framework === 'unittest')
    return pythonObservation(plan, context, tests, asked);
  if (plan.project.language === 'javascript') return javascriptObservation(plan, context, tests, asked);
  return undefined;
}

/** Of the inputs those that every version got to, and that the unfixed program answers in the same way each time. */
function observationOf(
  { inputs, outcomes }: z.infer<typeof toldSchema>,
  functions: readonly Target[],
  all: readonly Candidate[],
): Observation | NotObserved {
  const of = (id: string) => outcomes[id] ?? [];
  const [first, second] = [of(original), of(again)];
  // One that cannot be loaded alone says nothing of the others.
  const candidates = all.filter(({ id }) => of(id).length > 0);
  const reached = Math.min(first.length, second.length, ...candidates.map(({ id }) => of(id).length));
  const kept = inputs.flatMap((_, at) => (at < reached && first[at] === second[at] ? [at] : []));
  if (kept.length === 0 || candidates.length < fewest)
    return { reason: t('The functions could not be called one by one.') };
  const pick = (all: readonly string[]) => kept.map(at => all[at] ?? '');
  return {
    functions,
    inputs: kept.flatMap(at => inputs[at] ?? []),
    original: pick(first),
    candidates: new Map(candidates.map(({ id }) => [id, pick(of(id))])),
  };
}

function distinct(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map(target => [`${target.path}:${target.name}`, target])).values()];
}
