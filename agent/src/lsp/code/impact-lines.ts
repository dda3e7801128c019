import type { Impact } from '@errata/protocol/impact';

const mostNamed = 3;

/** Whom an error concerns, in a few sentences of plain text for a hover. */
export function impactLines(impact: Impact | undefined): string[] {
  if (impact === undefined) return [];
  const { symbol, callers, moreCallers, tests, moreTests, occurrences } = impact;
  const called = callers.map(({ symbol: name, file, line }) => name ?? `${file}:${line}`);
  const run = tests.map(({ name }) => name);
  const releases = (occurrences?.releases ?? []).map(
    ({ release, count }) => `${release || 'none'} (${count}×)`,
  );
  return [
    ...(symbol === undefined || called.length === 0
      ? []
      : [`${symbol} is called by ${listed(called, moreCallers)}.`]),
    ...(symbol === undefined || run.length === 0 ? [] : [`Tests run it: ${listed(run, moreTests)}.`]),
    ...(releases.length === 0 ? [] : [`Seen on releases: ${listed(releases, 0)}.`]),
  ];
}

function listed(names: readonly string[], more: number): string {
  const distinct = [...new Set(names)];
  const left = Math.max(distinct.length - mostNamed, 0) + more;
  const shown = distinct.slice(0, mostNamed).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}
