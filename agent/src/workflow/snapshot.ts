import type { Proposal } from '@errata/protocol/proposal';
import type { Snapshot } from 'xstate';
import { z } from 'zod';
import type { RunContext } from './machine.ts';

/** Grows when a stored snapshot of an older agent can no longer be gone on with. */
const snapshotVersion = 1;

const storedSchema = z.object({
  version: z.literal(snapshotVersion),
  state: z.looseObject({
    value: z.string(),
    context: z.looseObject({ repository: z.string(), head: z.string() }),
    children: z.record(z.string(), z.looseObject({ snapshot: z.looseObject({}) })),
  }),
});

/**
 * What is stored of a statechart: its state and context. A running stage's input is the context over again, so it is left
 * out and put back in `rehydrate`.
 */
export function dehydrate(persisted: Snapshot<unknown>): unknown {
  const { children, ...state } = structuredClone(persisted) as Snapshot<unknown> & { children: Children };
  for (const child of Object.values(children)) delete child.snapshot['input'];
  return { version: snapshotVersion, state: { ...state, children } };
}

type Children = Record<string, { snapshot: Record<string, unknown> }>;

/**
 * The state to go on from, or nothing when a run has to start afresh: there is none, an agent of another version wrote it,
 * the checkout is another one or has moved on, the proof is from another sandbox than the one asked for, or the proposal is not what is
 * wanted now.
 */
export function rehydrate(
  stored: unknown,
  input: Pick<RunContext, 'repository' | 'head' | 'run'> & {
    sandbox?: string | undefined;
    isOutdated?: ((proposal: Proposal) => boolean) | undefined;
  },
): Snapshot<unknown> | undefined {
  const parsed = storedSchema.safeParse(stored);
  if (!parsed.success) return undefined;
  const { state } = parsed.data;
  if (state.context.repository !== input.repository || state.context.head !== input.head) return undefined;
  const { proposal, requests } = storedContext(stored) ?? {};
  // What a person has spoken of is theirs.
  if (proposal !== undefined && requests === undefined && input.isOutdated?.(proposal)) return undefined;
  const proofs = proposal?.candidates.map(each => each.verification?.sandbox) ?? [];
  if (input.sandbox !== undefined && proofs.some(sandbox => sandbox !== input.sandbox)) return undefined;
  for (const child of Object.values(state.children)) child.snapshot['input'] = state.context;
  return { ...state, context: { ...state.context, run: input.run } } as unknown as Snapshot<unknown>;
}

/** The context in a stored snapshot, as far as its version is known. */
export function storedContext(stored: unknown): RunContext | undefined {
  const parsed = storedSchema.safeParse(stored);
  return parsed.success ? (parsed.data.state.context as unknown as RunContext) : undefined;
}
