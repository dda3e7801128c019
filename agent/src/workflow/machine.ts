import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { FileChange, Proposal } from '@errata/protocol/proposal';
import type { Publication } from '@errata/protocol/run';
import { assign, fromPromise, setup } from 'xstate';

/** All that a run knows of itself. Plain data: it is stored with every step, so that another process can go on. */
export interface RunContext {
  readonly issue: string;
  readonly run: string;
  readonly repository: string;
  /** The commit that the run works on. A run whose checkout has moved on starts again. */
  readonly head: string;
  readonly diagnosis?: Diagnosis;
  readonly proposal?: Proposal;
  /** What a person, or the policy on their behalf, approved, and when: it fixes the commit's identity. */
  readonly approval?: Approval;
  readonly publication?: Publication;
  readonly failure?: Failure;
}

export interface Approval {
  readonly changes: readonly FileChange[];
  readonly by: string;
  /** ISO 8601; becomes the commit's date, so that publishing again makes the same commit. */
  readonly at: string;
}

export interface Failure {
  readonly reason: string;
  readonly message: string;
}

export type RunCommand =
  | { type: 'approve'; approval: Approval }
  | { type: 'reject'; reason: string }
  | { type: 'cancel' };

/** What each stage does, given what the run knows. Bound to real resources by `FixRun`. */
export interface Stages {
  locate(context: RunContext, signal: AbortSignal): Promise<Diagnosis>;
  propose(context: RunContext, signal: AbortSignal): Promise<number>;
  verify(context: RunContext, signal: AbortSignal): Promise<Proposal>;
  /** The approval that the policy gives by itself, or nothing when a person has to be asked. */
  decide(context: RunContext, signal: AbortSignal): Promise<Approval | undefined>;
  publish(context: RunContext, signal: AbortSignal): Promise<Publication>;
}

function asFailure(error: unknown): Failure {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
  return { reason, message: error instanceof Error ? error.message : String(error) };
}

/**
 * The statechart of a run (DESIGN §6): locate → propose → verify → decide → (awaiting approval) → publish. States carry
 * the names of `runStageSchema`. A stage that throws ends the run as failed, with the error's reason.
 */
export function runMachine(stages: Stages) {
  const fail = {
    target: 'failed' as const,
    actions: {
      type: 'recordFailure' as const,
      params: ({ event }: { event: { error: unknown } }) => ({ error: event.error }),
    },
  };
  return setup({
    types: {
      context: {} as RunContext,
      input: {} as Pick<RunContext, 'issue' | 'run' | 'repository' | 'head'>,
      events: {} as RunCommand,
    },
    actors: {
      locate: fromPromise<Diagnosis, RunContext>(({ input, signal }) => stages.locate(input, signal)),
      propose: fromPromise<number, RunContext>(({ input, signal }) => stages.propose(input, signal)),
      verify: fromPromise<Proposal, RunContext>(({ input, signal }) => stages.verify(input, signal)),
      decide: fromPromise<Approval | undefined, RunContext>(({ input, signal }) =>
        stages.decide(input, signal),
      ),
      publish: fromPromise<Publication, RunContext>(({ input, signal }) => stages.publish(input, signal)),
    },
    actions: {
      recordFailure: assign((_, parameters: { error: unknown }) => ({
        failure: asFailure(parameters.error),
      })),
    },
    guards: {
      nothingProposed: (_, parameters: { candidates: number }) => parameters.candidates === 0,
      nothingHeld: (_, parameters: { proposal: Proposal }) => parameters.proposal.recommended === undefined,
    },
  }).createMachine({
    id: 'run',
    initial: 'locate',
    context: ({ input }) => ({ ...input }),
    on: { cancel: { target: '.cancelled' } },
    states: {
      locate: {
        invoke: {
          src: 'locate',
          input: ({ context }) => context,
          onDone: { target: 'propose', actions: assign({ diagnosis: ({ event }) => event.output }) },
          onError: fail,
        },
      },
      propose: {
        invoke: {
          src: 'propose',
          input: ({ context }) => context,
          onDone: [
            {
              guard: { type: 'nothingProposed', params: ({ event }) => ({ candidates: event.output }) },
              target: 'failed',
              actions: assign({ failure: noCandidate }),
            },
            { target: 'verify' },
          ],
          onError: fail,
        },
      },
      verify: {
        invoke: {
          src: 'verify',
          input: ({ context }) => context,
          onDone: [
            {
              guard: { type: 'nothingHeld', params: ({ event }) => ({ proposal: event.output }) },
              target: 'failed',
              actions: assign({
                proposal: ({ event }) => event.output,
                failure: ({ event }) => failureOf(event.output),
              }),
            },
            { target: 'decide', actions: assign({ proposal: ({ event }) => event.output }) },
          ],
          onError: fail,
        },
      },
      decide: {
        invoke: {
          src: 'decide',
          input: ({ context }) => context,
          onDone: [
            {
              guard: ({ event }) => event.output !== undefined,
              target: 'publish',
              actions: assign(({ event }) => (event.output ? { approval: event.output } : {})),
            },
            { target: 'awaiting-approval' },
          ],
          onError: fail,
        },
      },
      'awaiting-approval': {
        on: {
          approve: { target: 'publish', actions: assign({ approval: ({ event }) => event.approval }) },
          reject: {
            target: 'failed',
            actions: assign({ failure: ({ event }) => ({ reason: 'rejected', message: event.reason }) }),
          },
        },
      },
      publish: {
        invoke: {
          src: 'publish',
          input: ({ context }) => context,
          onDone: { target: 'published', actions: assign({ publication: ({ event }) => event.output }) },
          onError: fail,
        },
      },
      published: { type: 'final' },
      failed: { type: 'final' },
      cancelled: { type: 'final' },
    },
  });
}

const noCandidate: Failure = {
  reason: 'no-candidate',
  message: 'No engine has an idea for this error. The diagnosis above is all there is.',
};
const notReproduced: Failure = {
  reason: 'no-candidate',
  message:
    'No engine has an idea for this error, and without a reproduction edits cannot be searched for. The diagnosis above is all there is.',
};
const noFix: Failure = {
  reason: 'no-fix',
  message: 'No candidate held in the sandbox. The diagnosis and the failed candidates are kept with the run.',
};
const notSure: Failure = {
  reason: 'no-fix',
  message:
    'What held in the sandbox is not sure enough to be recommended. The diagnosis and the candidates are kept with the run.',
};

/** Why a proposal recommends nothing. */
function failureOf({ tried, candidates }: Proposal): Failure {
  if (tried === 0) return notReproduced;
  return candidates.some(({ verification }) => verification && verification.verdict !== 'rejected')
    ? notSure
    : noFix;
}
