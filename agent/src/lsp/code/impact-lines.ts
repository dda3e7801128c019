import type { Impact } from '@errata/protocol/impact';
import { t } from '@vscode/l10n';

const mostNamed = 3;

/** Whom an error concerns, in a few sentences of plain text for a hover. */
export function impactLines(impact: Impact | undefined): string[] {
  if (impact === undefined) return [];
  const { symbol, callers, moreCallers, tests, moreTests, occurrences } = impact;
  const called = callers.map(({ symbol: name, file, line }) => name ?? `${file}:${line}`);
  const run = tests.map(({ name }) => name);
  const releases = (occurrences?.releases ?? []).map(
    ({ release, count }) => `${release || t('none')} (${count}×)`,
  );
  return [
    ...(symbol === undefined || called.length === 0
      ? []
      : [t('{0} is called by {1}.', symbol, listed(called, moreCallers))]),
    ...(symbol === undefined || run.length === 0 ? [] : [t('Tests run it: {0}.', listed(run, moreTests))]),
    ...(releases.length === 0 ? [] : [t('Seen on releases: {0}.', listed(releases, 0))]),
  ];
}

function listed(names: readonly string[], more: number): string {
  const distinct = [...new Set(names)];
  const left = Math.max(distinct.length - mostNamed, 0) + more;
  const shown = distinct.slice(0, mostNamed).join(', ');
  return left > 0 ? t('{0} and {1} more', shown, left) : shown;
}
