/** What a commit did to one part of a fix. */
export type Effect = 'in' | 'out';

/** A commit of a history, with its parents in that same history; others are older than the fix. */
export interface HistoryCommit {
  readonly commit: string;
  readonly parents: readonly string[];
}

type State = readonly (Effect | undefined)[];

/**
 * Which parts of a fix the last commit of a history holds: `out` for what was there and was taken back, nothing for what never came.
 * Where lines of history meet, the side that differs from where they parted wins, as it does in a merge of files.
 * @param history every commit after its parents
 * @param effects commit → part → what it did
 */
export function heldParts(
  history: readonly HistoryCommit[],
  effects: ReadonlyMap<string, ReadonlyMap<number, Effect>>,
  parts: number,
): State {
  const nothing: State = Array.from({ length: parts }, () => undefined);
  const graph = new Map(history.map((each, at) => [each.commit, { ...each, at }]));
  const states = new Map<string, State>();
  const stateOf = (commit: string | undefined) =>
    (commit === undefined ? undefined : states.get(commit)) ?? nothing;
  let last = nothing;
  for (const { commit, parents } of history) {
    const [first, ...others] = parents;
    let state = stateOf(first);
    for (const other of others) {
      const theirs = stateOf(other);
      if (same(state, theirs)) continue;
      const base = stateOf(meeting(graph, first, other));
      state = state.map((ours, part) => merged(ours, theirs[part], base[part]));
    }
    const done = effects.get(commit);
    if (done !== undefined) state = state.map((before, part) => done.get(part) ?? before);
    states.set(commit, state);
    last = state;
  }
  return last;
}

function merged(ours: State[number], theirs: State[number], base: State[number]): State[number] {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  // One side brought the fix, the other one had it and took it back: that changed nothing.
  return 'in';
}

function same(a: State, b: State): boolean {
  return a.every((each, part) => each === b[part]);
}

/** The newest commit that two have in common, if it is in this history. */
function meeting(
  graph: ReadonlyMap<string, HistoryCommit & { readonly at: number }>,
  a: string | undefined,
  b: string | undefined,
): string | undefined {
  const reached = (from: string | undefined) => {
    const seen = new Set<string>();
    const open = from === undefined ? [] : [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const known = graph.get(next);
      if (known === undefined || seen.has(next)) continue;
      seen.add(next);
      open.push(...known.parents);
    }
    return seen;
  };
  const ours = reached(a);
  const common = [...reached(b)].filter(commit => ours.has(commit));
  let newest: { commit: string; at: number } | undefined;
  for (const commit of common) {
    const at = graph.get(commit)?.at ?? -1;
    if (newest === undefined || at > newest.at) newest = { commit, at };
  }
  return newest?.commit;
}
