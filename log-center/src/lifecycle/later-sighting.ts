import type { PullRequestState } from '../store/pull-requests.ts';

/**
 * What holds of two sightings of a pull request, whichever was told first: once merged it stays so; else what its forge dates
 * later, and of one second that it was closed. Of two that nothing tells apart it is the one that was told last. It was merged when
 * the first of all sightings says.
 */
export function laterSighting(known: PullRequestState, seen: PullRequestState): PullRequestState {
  const [later, earlier] = isEarlier(seen, known) ? [known, seen] : [seen, known];
  const number = known.number ?? seen.number;
  const url = later.url ?? earlier.url;
  const merge = mergeOf(later, earlier);
  return {
    ...later,
    // Under what it is known here stays, whatever becomes of a repository's name.
    ...{ forge: known.forge, host: known.host, repository: known.repository },
    ...(number !== undefined && { number }),
    ...(url !== undefined && { url }),
    ...(merge && { merge }),
  };
}

/** Who knows how it was merged knows by which commit: some webhooks name another. */
function mergeOf(later: PullRequestState, earlier: PullRequestState): PullRequestState['merge'] {
  const [told, other] =
    later.merge?.how === undefined && earlier.merge?.how !== undefined
      ? [earlier.merge, later.merge]
      : [later.merge, earlier.merge];
  if (told === undefined) return undefined;
  const at = [told.at, other?.at].filter(time => time !== undefined).sort()[0];
  const same = told.commit === other?.commit ? other : {};
  return { ...same, ...told, ...(at !== undefined && { at }) };
}

const weight = { open: 0, closed: 1, merged: 2 } as const;

function isEarlier(a: PullRequestState, b: PullRequestState): boolean {
  if (a.state !== b.state && (a.state === 'merged' || b.state === 'merged')) return b.state === 'merged';
  const difference = secondOf(a) - secondOf(b);
  return difference === 0 ? weight[a.state] < weight[b.state] : difference < 0;
}

/** Forges date in seconds, but some answers of theirs more finely than others. */
function secondOf({ updatedAt }: PullRequestState): number {
  return Math.floor(Date.parse(updatedAt) / 1000);
}
