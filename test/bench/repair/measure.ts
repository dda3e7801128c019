import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Engines } from '../../../agent/src/workflow/model/engines.ts';
import { type BrokenCase, reasonOf } from '../locate/case.ts';
import type { RepairCase } from './case.ts';
import { checkOut } from './checkout.ts';
import { askForRepair, type Repair } from './errata.ts';
import type { RepairAnswer } from './figures.ts';
import { mendedTests } from './mended.ts';

/** Milliseconds after which a case counts as not repaired. */
const longest = 600_000;

export interface Repaired {
  readonly case: RepairCase;
  readonly repair: Repair;
  /** Why there is no answer; it counts as one that offers nothing. */
  readonly failure: string | undefined;
}

export interface Measuring {
  /** How many cases are repaired at once; times are those of a busy machine when it is more than one. */
  readonly jobs: number;
  /** Models that may take part. */
  readonly engines?: Engines | undefined;
  readonly signal: AbortSignal;
  progress(line: string): void;
  /** Asked before each case; throws where it is not to be begun. */
  starting?(): void;
  /** Told of each case as soon as it is measured. */
  measured?(result: Repaired): Promise<void>;
}

/** Repairs all cases. One whose tree cannot be had is told of and left out. */
export async function measureRepairs(
  cases: readonly RepairCase[],
  how: Measuring,
): Promise<{ measured: Repaired[]; broken: BrokenCase[] }> {
  const results = new Map<RepairCase, Repaired | BrokenCase>();
  const waiting = cases.values();
  const work = async () => {
    for (const each of waiting) {
      how.starting?.();
      const result = await measureCase(each, how);
      results.set(each, result);
      if ('repair' in result) await how.measured?.(result);
      how.progress(`${results.size}/${cases.length} ${told(result)}`);
    }
  };
  await Promise.all(Array.from({ length: how.jobs }, work));
  const inOrder = cases.flatMap(each => results.get(each) ?? []);
  return {
    measured: inOrder.filter(result => 'repair' in result),
    broken: inOrder.filter(result => 'reason' in result),
  };
}

async function measureCase(
  asked: RepairCase,
  { engines, signal }: Measuring,
): Promise<Repaired | BrokenCase> {
  let tree: Awaited<ReturnType<typeof checkOut>> | undefined;
  let exact: RepairCase;
  try {
    tree = await checkOut(asked);
    exact = await withExactTests(asked, tree.folder, signal);
  } catch (error) {
    await tree?.dispose();
    signal.throwIfAborted();
    return { name: asked.name, reason: reasonOf(error) };
  }
  const limit = AbortSignal.timeout(longest);
  const began = performance.now();
  try {
    const repair = await askForRepair(exact, tree.folder, {
      engines,
      signal: AbortSignal.any([signal, limit]),
    });
    return { case: asked, repair, failure: undefined };
  } catch (error) {
    signal.throwIfAborted();
    const failure = limit.aborted ? `No answer within ${longest / 1000} s.` : reasonOf(error);
    const milliseconds = performance.now() - began;
    const nothing = {
      ...{ offered: [], recommended: undefined, tried: 0, crash: false, milliseconds },
      reproduction: { reason: failure },
    };
    return { case: asked, repair: nothing, failure };
  } finally {
    await tree.dispose();
  }
}

/** The case with the names of its tests where not all that fail of those it tells are meant. */
async function withExactTests(asked: RepairCase, folder: string, signal: AbortSignal): Promise<RepairCase> {
  const { from, truth } = asked;
  if (!('failingTests' in from) || !from.mended || truth === undefined) return asked;
  const { failingTests: tests, kept } = from;
  const known = kept && (await readFile(kept, 'utf8').catch(() => undefined));
  const failingTests = known
    ? z.array(z.string()).parse(JSON.parse(known))
    : await mendedTests({ folder, tests, truth: truth.files, signal });
  if (kept && !known) await writeFile(kept, JSON.stringify(failingTests));
  return { ...asked, from: { failingTests } };
}

export function answerOf({ case: { name }, repair }: Repaired): RepairAnswer {
  const [first] = repair.offered;
  return {
    name,
    rank: repair.offered.findIndex(({ right }) => right) + 1,
    held: repair.offered.length,
    ...(first?.candidate.confidence === undefined ? {} : { confidence: first.candidate.confidence }),
    ...(first ? { engine: first.candidate.template ?? first.candidate.engine } : {}),
    ...(first ? { facts: first.facts } : {}),
    recommended: first !== undefined && repair.recommended === first.candidate.id,
    ...(typeof repair.reproduction === 'string' ? { reproduction: repair.reproduction } : {}),
    crash: repair.crash,
    tried: repair.tried,
    milliseconds: Math.round(repair.milliseconds),
  };
}

function told(result: Repaired | BrokenCase): string {
  if ('reason' in result) return `${result.name}: left out`;
  const { name, rank, held, tried, milliseconds, confidence = 0, reproduction } = answerOf(result);
  const what = result.failure
    ? 'failed'
    : held === 0
      ? 'nothing held'
      : rank === 0
        ? 'none right'
        : `right at ${rank}`;
  return `${name}: ${what}, ${held} of ${tried} held, ${reproduction ?? 'not reproduced'}, ${confidence.toFixed(2)}, ${(milliseconds / 1000).toFixed(1)} s`;
}
