/** What retention knows of a stored event. */
export interface StoredEvent {
  readonly seq: number;
  readonly fingerprint: number;
  readonly happened_at: string;
  /** '' where it named none. */
  readonly release: string;
  /** It stays whatever becomes of the others. */
  readonly isWanted: boolean;
}

export interface RetentionPlan {
  readonly dropped: readonly StoredEvent[];
  /** When the oldest one happened that is left and may go one day. */
  readonly oldest: string | null;
}

const dayMilliseconds = 86_400_000;
/** So much more than it must goes once an issue has too many, so that it has not too many again at the next event. */
const slack = 0.1;

/**
 * Which events of an issue go: those that happened before `cutoff`, and, if then there are more than `most`, those that say
 * least. The first and the last of each fingerprint and the newest of each of its releases always stay, and the first that
 * names a release. That makes what an issue tells of itself right, also after it was split.
 * @param events all that are stored of the issue
 */
export function planRetention(events: readonly StoredEvent[], most: number, cutoff: string): RetentionPlan {
  const ordered = events.toSorted(byTime);
  const kept = protectedEvents(ordered);
  const free = ordered.filter(event => !kept.has(event));
  const aged = free.filter(event => event.happened_at < cutoff);
  const young = free.filter(event => event.happened_at >= cutoff);
  const excess = events.length - aged.length - most;
  const wanted = excess > 0 ? excess + Math.floor(most * slack) : 0;
  const redundant = wanted > 0 ? byRedundancy(ordered, young).slice(0, wanted) : [];
  const gone = new Set(redundant);
  return {
    dropped: [...aged, ...redundant],
    oldest: young.find(event => !gone.has(event))?.happened_at ?? null,
  };
}

function protectedEvents(ordered: readonly StoredEvent[]): ReadonlySet<StoredEvent> {
  const first = new Map<string, StoredEvent>();
  const last = new Map<string, StoredEvent>();
  for (const event of ordered) {
    const { fingerprint, release } = event;
    const named = release === '' ? [] : [`${fingerprint} named`];
    for (const key of [`${fingerprint}`, ...named]) if (!first.has(key)) first.set(key, event);
    for (const key of [`${fingerprint}`, `${fingerprint} of ${release}`]) last.set(key, event);
  }
  return new Set([...first.values(), ...last.values(), ...ordered.filter(({ isWanted }) => isWanted)]);
}

/**
 * Those that say least first: of many of one release in one hour all but the newest say little, and the less the longer ago
 * that was. Then the oldest.
 */
function byRedundancy(ordered: readonly StoredEvent[], candidates: readonly StoredEvent[]): StoredEvent[] {
  const newest = Date.parse(ordered.at(-1)?.happened_at ?? '');
  const seen = new Map<string, number>();
  const redundancy = new Map<StoredEvent, number>();
  for (const event of ordered.toReversed()) {
    const group = `${event.happened_at.slice(0, 13)} ${event.release}`;
    const newer = seen.get(group) ?? 0;
    seen.set(group, newer + 1);
    const days = (newest - Date.parse(event.happened_at)) / dayMilliseconds;
    redundancy.set(event, newer * (1 + Math.log2(1 + days)));
  }
  const of = (event: StoredEvent) => redundancy.get(event) ?? 0;
  return candidates.toSorted((a, b) => of(b) - of(a) || byTime(a, b));
}

function byTime(a: StoredEvent, b: StoredEvent): number {
  if (a.happened_at !== b.happened_at) return a.happened_at < b.happened_at ? -1 : 1;
  return a.seq - b.seq;
}
