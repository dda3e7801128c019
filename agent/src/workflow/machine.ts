import type { Diagnosis, Explanation } from '@errata/protocol/diagnosis';
import type { Candidate, FileChange, Proposal } from '@errata/protocol/proposal';
import type { PullRequest } from '@errata/protocol/pull-request';
import type { Publication } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import { assign, fromPromise, setup } from 'xstate';
import { roundNote } from './round-note.ts';

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
  /** What the person asked to be changed, oldest first: each began another round. */
  readonly requests?: readonly string[];
  /** How often a model that had failed was asked once more for the same. */
  readonly retries?: number;
  /** What they had before them when they asked last. */
  readonly reviewed?: ReviewedTexts;
  /** Candidates, by their ids, that the person did not want. */
  readonly ruledOut?: readonly string[];
  /** What came of the last round. */
  readonly note?: string | undefined;
  /** Why it ended, or why the last attempt to publish or to find another fix came to nothing. */
  readonly failure?: Failure | undefined;
}

export interface Approval {
  readonly changes: readonly FileChange[];
  readonly by: string;
  /** ISO 8601; becomes the commit's date, so that publishing again makes the same commit. */
  readonly at: string;
  /** The candidate that it is, or was made from, by its id. */
  readonly candidate?: string | undefined;
  /** What a person made of it, as it was judged, where it is no engine's. */
  readonly edited?: Candidate | undefined;
  /** What the pull request is to say, where a person was asked. */
  readonly pullRequest?: PullRequest | undefined;
  /** Other issues of the project that it fixes as well. */
  readonly others?: readonly string[] | undefined;
}

/** Texts as a person left them, and the candidate that they were made from, by its id. */
export interface ReviewedTexts {
  readonly changes: readonly FileChange[];
  readonly looked?: string | undefined;
}

/** What came of proving candidates. */
export interface Proved {
  readonly proposal: Proposal;
  /** What a model made of the cause, where one was asked. */
  readonly explained?: Explanation | undefined;
}

export interface Failure {
  readonly reason: string;
  readonly message: string;
}

export type RunCommand =
  | { type: 'approve'; approval: Approval }
  | { type: 'change'; request: string; ruledOut: readonly string[]; reviewed: ReviewedTexts }
  | { type: 'retry' }
  | { type: 'escalate'; reason: string }
  | { type: 'reject'; reason: string }
  | { type: 'cancel' };

/** What each stage does, given what the run knows. Bound to real resources by `FixRun`. */
export interface Stages {
  locate(context: RunContext, signal: AbortSignal): Promise<Diagnosis>;
  propose(context: RunContext, signal: AbortSignal): Promise<number>;
  verify(context: RunContext, signal: AbortSignal): Promise<Proved>;
  /** The approval that the policy gives by itself, or nothing when a person has to be asked. */
  decide(context: RunContext, signal: AbortSignal): Promise<Approval | undefined>;
  publish(context: RunContext, signal: AbortSignal): Promise<Publication>;
}

const mostOwners = 3;

function asFailure(error: unknown): Failure {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
  return { reason, message: error instanceof Error ? error.message : String(error) };
}

/**
 * The statechart of a run (DESIGN §6): locate → propose → verify → decide → (awaiting approval) → publish. States carry
 * the names of `runStageSchema`. A stage that throws ends the run as failed, with the error's reason. Once a person has a proposal
 * before them, it is not taken away any more: what goes wrong in publishing it, or in another round, leads back to it.
 */
export function runMachine(stages: Stages) {
  const fail = {
    target: 'failed' as const,
    actions: {
      type: 'recordFailure' as const,
      params: ({ event }: { event: { error: unknown } }) => ({ error: event.error }),
    },
  };
  const back = { target: 'awaiting-approval' as const, actions: fail.actions };
  /** In another round the proposal before stays, whatever goes wrong. */
  const failInRound = [{ guard: 'inRound' as const, ...back }, fail];
  const endRound = {
    cancel: {
      guard: 'inRound' as const,
      target: 'awaiting-approval' as const,
      actions: 'tellCancelled' as const,
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
      verify: fromPromise<Proved, RunContext>(({ input, signal }) => stages.verify(input, signal)),
      decide: fromPromise<Approval | undefined, RunContext>(({ input, signal }) =>
        stages.decide(input, signal),
      ),
      publish: fromPromise<Publication, RunContext>(({ input, signal }) => stages.publish(input, signal)),
    },
    actions: {
      recordFailure: assign((_, parameters: { error: unknown }) => ({
        failure: asFailure(parameters.error),
      })),
      tellCancelled: assign({ note: roundCancelled }),
      forgetFailure: assign({ failure: undefined }),
    },
    guards: {
      nothingProposed: (_, parameters: { candidates: number }) => parameters.candidates === 0,
      inRound: ({ context }) => context.requests !== undefined && context.proposal !== undefined,
      nothingHeld: (_, parameters: { proposal: Proposal }) => parameters.proposal.recommended === undefined,
    },
  }).createMachine({
    id: 'run',
    initial: 'locate',
    context: ({ input }) => ({ ...input }),
    on: { cancel: { target: '.cancelled', actions: 'forgetFailure' } },
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
        on: endRound,
        invoke: {
          src: 'propose',
          input: ({ context }) => context,
          onDone: [
            { guard: 'inRound', target: 'verify' },
            {
              guard: { type: 'nothingProposed', params: ({ event }) => ({ candidates: event.output }) },
              target: 'failed',
              actions: assign({ failure: noCandidate }),
            },
            { target: 'verify' },
          ],
          onError: failInRound,
        },
      },
      verify: {
        on: endRound,
        invoke: {
          src: 'verify',
          input: ({ context }) => context,
          onDone: [
            {
              guard: 'inRound',
              target: 'awaiting-approval',
              actions: assign(({ context, event }) => ({
                ...found(context, event.output),
                note: roundNote(context, event.output.proposal),
              })),
            },
            {
              guard: { type: 'nothingHeld', params: ({ event }) => event.output },
              target: 'failed',
              actions: assign(({ context, event }) => ({
                ...found(context, event.output),
                failure: failureOf(event.output.proposal),
              })),
            },
            { target: 'decide', actions: assign(({ context, event }) => found(context, event.output)) },
          ],
          onError: failInRound,
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
          approve: {
            target: 'publish',
            // The date of the first attempt stays: what was pushed before all went wrong is found again.
            actions: assign({
              approval: ({ context, event }) => ({
                ...event.approval,
                at: context.approval?.at ?? event.approval.at,
              }),
              failure: undefined,
            }),
          },
          change: {
            target: 'propose',
            actions: assign({
              requests: ({ context, event }) => [...(context.requests ?? []), event.request],
              ruledOut: ({ context, event }) => [...(context.ruledOut ?? []), ...event.ruledOut],
              reviewed: ({ event }) => event.reviewed,
              note: undefined,
              failure: undefined,
            }),
          },
          retry: {
            target: 'propose',
            actions: assign({
              requests: ({ context }) => context.requests ?? [],
              retries: ({ context }) => (context.retries ?? 0) + 1,
              note: undefined,
              failure: undefined,
            }),
          },
          escalate: {
            target: 'failed',
            actions: assign({
              failure: ({ context, event }) => ({
                reason: 'escalated',
                message: escalated(event.reason, context.diagnosis),
              }),
            }),
          },
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
          onError: back,
        },
      },
      published: { type: 'final' },
      failed: { type: 'final' },
      cancelled: { type: 'final' },
    },
  });
}

function noCandidate(): Failure {
  return {
    reason: 'no-candidate',
    message: t('No engine has an idea for this error. The diagnosis above is all there is.'),
  };
}

function found({ diagnosis }: RunContext, { proposal, explained }: Proved): Partial<RunContext> {
  return { proposal, ...(diagnosis && explained && { diagnosis: { ...diagnosis, explained } }) };
}

/** Why a proposal recommends nothing. */
function failureOf(proposal: Proposal): Failure {
  const { reason, message } = nothingRecommended(proposal);
  return { reason, message: [message, proposal.modelTrouble?.message].filter(Boolean).join(' ') };
}

function nothingRecommended({ tried, candidates }: Proposal): Failure {
  if (tried === 0) {
    const message = t(
      'No engine has an idea for this error, and without a reproduction edits cannot be searched for. The diagnosis above is all there is.',
    );
    return { reason: 'no-candidate', message };
  }
  const held = candidates.some(({ verification }) => verification && verification.verdict !== 'rejected');
  const message = held
    ? t(
        'What held in the sandbox is not sure enough to be recommended. The diagnosis and the candidates are kept with the run.',
      )
    : t('No candidate held in the sandbox. The diagnosis and the failed candidates are kept with the run.');
  return { reason: 'no-fix', message };
}

function roundCancelled(): string {
  return t('The search for another fix was cancelled. The fix from before is still here.');
}

function escalated(reason: string, diagnosis: Diagnosis | undefined): string {
  const names = (diagnosis?.owners ?? []).slice(0, mostOwners).map(({ name }) => name);
  return names.length === 0
    ? t('escalated: {0}', reason)
    : t('escalated: {0} (owners: {1})', reason, names.join(', '));
}
