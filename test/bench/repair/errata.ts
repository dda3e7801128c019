import type { ModelSpend, ModelTrouble } from '@errata/protocol/model';
import type { Candidate } from '@errata/protocol/proposal';
import type { Facts } from '../../../agent/src/decide/facts.ts';
import type { Reproduction } from '../../../agent/src/verify/reproduction/reproduce.ts';
import { FailingTestsBench } from '../../../agent/src/workflow/failing-tests/failing-tests-bench.ts';
import { makeProposal, type ProposalBench } from '../../../agent/src/workflow/make-proposal.ts';
import type { Engines } from '../../../agent/src/workflow/model/engines.ts';
import { Workbench } from '../../../agent/src/workflow/workbench.ts';
import type { RepairCase } from './case.ts';
import { isRight } from './right.ts';

/** A candidate of the answer and whether it is right. */
export interface Judged {
  readonly candidate: Candidate;
  /** Of those behind the first that is right it is not asked. */
  readonly right: boolean;
  /** What its confidence was judged on. */
  readonly facts: Facts;
}

/** What Errata made of a case. */
export interface Repair {
  /** Those that held in the sandbox, best first. */
  readonly offered: readonly Judged[];
  readonly recommended: string | undefined;
  readonly tried: number;
  /** With what the error came up again, or why it did not. */
  readonly reproduction: 'tests' | 'request' | 'captured' | 'guessed' | { readonly reason: string };
  /** Type and place of what is reported; whether the program itself failed, not an assertion of a test. */
  readonly crash: boolean;
  readonly milliseconds: number;
  /** Of models, where they took part. */
  readonly spent?: ModelSpend | undefined;
  readonly trouble?: ModelTrouble | undefined;
}

/** Repairs a case in its folder as a run does, and judges what came of it. Throws what the run throws. */
export async function askForRepair(
  asked: RepairCase,
  folder: string,
  { engines, signal }: { engines?: Engines | undefined; signal: AbortSignal },
): Promise<Repair> {
  const { from, truth } = asked;
  const began = performance.now();
  await using bench =
    'event' in from
      ? await Workbench.open({ folder, event: from.event })
      : await FailingTestsBench.open({ folder, tests: from.failingTests, signal });
  const judged = new Map<string, Facts>();
  const proposal = await makeProposal({
    bench,
    issue: 'bench',
    run: 'bench',
    writing: engines && { engines },
    report: () => undefined,
    judged: ({ id }, facts) => judged.set(id, facts),
    signal,
  });
  const milliseconds = performance.now() - began;
  const { context, reproduction } = await bench.bench(() => undefined, signal);
  const held = proposal.candidates.filter(
    ({ verification }) => verification?.verdict !== 'rejected' && verification,
  );
  const reproduced = 'event' in from ? reproducedWith(reproduction) : 'tests';
  const offered: Judged[] = [];
  for (const candidate of held) {
    const facts = judged.get(candidate.id);
    if (facts === undefined) continue;
    const known = offered.some(({ right }) => right);
    const right = !known && truth !== undefined && (await isRight(candidate, truth, context, signal));
    offered.push({ candidate, right, facts });
  }
  return {
    offered,
    recommended: proposal.recommended,
    tried: proposal.tried ?? 0,
    reproduction: reproduced,
    crash: await crashed(bench, signal),
    milliseconds,
    spent: proposal.spent,
    trouble: proposal.modelTrouble,
  };
}

function reproducedWith(reproduction: Reproduction): Repair['reproduction'] {
  if ('reason' in reproduction) return { reason: reproduction.reason };
  if (reproduction.level === 'request') return 'request';
  return reproduction.guessed ? 'guessed' : 'captured';
}

async function crashed(
  bench: ProposalBench & Pick<Workbench, 'event'>,
  signal: AbortSignal,
): Promise<boolean> {
  const type = bench.event.exceptions.at(-1)?.type ?? '';
  const { diagnosis } = await bench.analysis(signal);
  return !/Assertion|DidNotEnd|Failed/.test(type) && diagnosis.locations.length > 0;
}
