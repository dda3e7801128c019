/** What came to run in an environment, and whether the fix is in it; nothing: that is not known yet. */
export interface Step {
  readonly environment: string;
  readonly at: string;
  readonly version?: string | undefined;
  readonly holds: boolean | undefined;
}

/** So long after a deployment, what happens without a release to tell may still come from what ran before. */
export const settlingMilliseconds = 10 * 60_000;

const productionWords = new Set(['production', 'prod', 'prd', 'live']);
const rehearsalWords = new Set(
  'staging stage test tests testing qa uat dev develop development preview review sandbox local ci demo'.split(
    ' ',
  ),
);

/**
 * Whether a deployment in an environment is one of an issue's fix: where the issue was seen; where users are, as its name tells;
 * and, if the issue was seen where nobody said where, everywhere but where it is only tried.
 * @param seen in lower case, '' for events that named none
 */
export function countsFor(environment: string, seen: ReadonlySet<string>): boolean {
  if (seen.has(environment.toLowerCase())) return true;
  return isCalled(environment, productionWords) || (seen.has('') && !isRehearsal(environment));
}

/** Whether something is only tried in an environment, as its name tells. */
export function isRehearsal(environment: string): boolean {
  return !isCalled(environment, productionWords) && isCalled(environment, rehearsalWords);
}

function isCalled(environment: string, wanted: ReadonlySet<string>): boolean {
  return environment
    .toLowerCase()
    .split(/[^a-z]+/)
    .some(word => wanted.has(word));
}

/** Since when what runs has the fix in it, in the first of these environments; nothing if none runs it now. */
export function runsSince(
  steps: readonly Step[],
  counts: (environment: string) => boolean,
): { at: string; release?: string } | undefined {
  const first = [...byEnvironment(steps.filter(step => counts(step.environment))).values()]
    .flatMap(known => {
      const lacks = known.findLastIndex(step => step.holds === false);
      return known.slice(lacks + 1).filter(step => step.holds)[0] ?? [];
    })
    .sort((one, other) => (one.at < other.at ? -1 : 1))[0];
  return first && { at: first.at, ...(first.version !== undefined && { release: first.version }) };
}

/**
 * Whether what ran in an environment at a time had the fix in it, for long enough. Without an environment: whether that is so
 * wherever users are.
 */
export function ranThen(steps: readonly Step[], environment: string, at: string): boolean {
  const name = environment.toLowerCase();
  const then = byEnvironment(steps.filter(step => step.at <= at));
  const everywhere = [...then].filter(([each]) => !isRehearsal(each)).map(([, known]) => known);
  const wanted = name === '' ? everywhere : [then.get(name) ?? []];
  const settled = new Date(Date.parse(at) - settlingMilliseconds).toISOString();
  return (
    wanted.length > 0 &&
    wanted.every(known => {
      const before = known.findLastIndex(step => step.at <= settled);
      return before >= 0 && known.slice(before).every(step => step.holds);
    })
  );
}

function byEnvironment(steps: readonly Step[]): Map<string, Step[]> {
  return Map.groupBy(steps, ({ environment }) => environment.toLowerCase());
}
