import type { ReproductionOutcome, ReproductionTest } from '@errata/protocol/proposal';
import type { VerifyContext } from '../context.ts';
import type { Sighting, TestPlan } from '../frameworks/framework.ts';
import { inFolder, type ProjectLanguage } from '../project.ts';
import { runTests, tail } from '../run-tests.ts';
import { parseSightings, probeFile, probeSource, sightingsFile } from './exception-probe.ts';
import { type ExpectedException, isSame, isSamePlace } from './expected.ts';

/** Where a reproduction starts: with the whole request, or with the call of a frame (index in the root exception). */
export type Level = 'request' | number;

/** Before a test of these runs, the project is built. */
const built: ReadonlySet<ProjectLanguage> = new Set(['go', 'java', 'rust']);

/** What Node says because of the exception probe. */
const ownNoise = /^Waiting for the debugger to disconnect\.\.\.\n?/gm;

/** A test that may raise the event's exception; not yet tried. */
export interface Attempt {
  readonly level: Level;
  readonly test: ReproductionTest;
  /** The input is not the event's own but made up after existing tests. */
  readonly guessed?: boolean;
  /** It has to be raised on the very line, too. */
  readonly exactPlace?: boolean;
  /** The same for a fix that raises an exception of the program's own instead. */
  expecting?(thrown: Thrown): Promise<ReproductionTest>;
}

/** An exception that a test is to expect. */
export type Thrown = Pick<Sighting, 'type' | 'message'>;

/** An outcome, with the case apart in which the sandbox itself failed. */
export interface AttemptOutcome extends ReproductionOutcome {
  readonly infra: boolean;
  /** Another exception was raised where the event's was. */
  readonly otherAtPlace?: string;
  /** What was raised, where it was not the event's exception. */
  readonly seen?: readonly Sighting[];
}

/**
 * Runs one reproduction test on HEAD with `changes` applied. `raised` needs the test to fail and the event's exception
 * to have been seen at its place, wherever it was caught.
 */
export async function runAttempt(
  context: VerifyContext,
  plan: TestPlan,
  test: ReproductionTest,
  expected: ExpectedException,
  changes: ReadonlyMap<string, string | null>,
  signal?: AbortSignal,
): Promise<AttemptOutcome> {
  // Of the project's own tests it is enough that they pass.
  const watched = plan.project.language === 'javascript' && test.before !== test.after;
  const folder = plan.project.folder;
  const noted = inFolder(folder, sightingsFile);
  const probe = inFolder(folder, probeFile);
  const files = new Map<string, string | null>([...changes, [test.path, test.after]]);
  if (watched) files.set(probe, probeSource).set(noted, '');
  const { report, result } = await runTests(context, plan, files, {
    only: [test.path],
    limits: { seconds: built.has(plan.project.language) ? 120 : 30 },
    ...(watched ? { env: probeEnvironment(context, plan, probe, noted), collect: [noted] } : {}),
    ...(signal ? { signal } : {}),
  });
  if (report.infra) return { result: 'not-run', output: report.output, infra: true };
  const seen: Sighting[] = [
    ...report.tests.flatMap(entry => entry.exceptions ?? []),
    ...parseSightings(result.artefacts.get(noted), context.workspace),
  ];
  const failure = report.tests.find(entry => entry.status === 'failed');
  const output = tail((failure?.error ?? report.output).replace(ownNoise, ''), 4_000);
  if (report.ran && failure === undefined)
    return { result: 'passed', output: tail(report.output.replace(ownNoise, ''), 4_000), infra: false };
  if (result.status !== 'exited') return { result: 'other', output: report.output, infra: false };
  const same = seen.find(sighting => isSame(expected, sighting));
  if (same) return { result: 'raised', output: `${describe(same)}\n\n${output}`, infra: false };
  const there = seen.find(sighting => expected.place !== undefined && isSamePlace(expected, sighting));
  const other = there ? { otherAtPlace: `${there.type}: ${there.message}` } : {};
  const loaded = report.ran || seen.length > 0;
  return { result: loaded ? 'other' : 'not-run', output, infra: false, seen, ...other };
}

/** The exception with the frames of the project's own files, since a test may say only what it led to. */
function describe({ type, message, frames }: Sighting): string {
  const own = frames.filter(frame => !/^[/<]|^node:|(?:^|\/)node_modules\//.test(frame.file)).slice(0, 10);
  const lines = own.map(frame => `    at ${frame.function ?? '(anonymous)'} (${frame.file}:${frame.line})`);
  return [`${type}: ${message}`, ...lines].join('\n');
}

function probeEnvironment(
  context: VerifyContext,
  plan: TestPlan,
  probe: string,
  noted: string,
): Record<string, string> {
  const own = plan.invocation([]).env['NODE_OPTIONS'];
  return {
    NODE_OPTIONS: `${own ? `${own} ` : ''}--import=${context.workspace}/${probe}`,
    ERRATA_EXCEPTIONS: `${context.workspace}/${noted}`,
  };
}
