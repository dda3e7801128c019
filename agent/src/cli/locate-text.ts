import type { LocateReport } from '@errata/protocol/cli';
import type { Impact } from '@errata/protocol/impact';
import { printable } from './output.ts';
import { doubtOf } from './whose-error.ts';

const mostShown = 8;

/** The report of `errata locate` for a person. */
export function locateText(report: LocateReport): string {
  const locations = report.locations.map(({ file, line, symbol, score, reasons, candidates = [] }) => {
    const where = `${file}:${line}${symbol ? `  ${symbol}` : ''}`;
    const others = candidates.map(other => `${other.file} (${other.score.toFixed(2)})`);
    const doubt = others.length === 0 ? [] : [`may also be ${others.join(', ')}`];
    return `${score.toFixed(2)}  ${where}${because([...reasons, ...doubt], 6)}`;
  });
  const suspects = report.suspects.map(
    ({ score, commit, author, date, subject, reasons }) =>
      `${score.toFixed(2)}  ${commit.slice(0, 10)}  ${author}, ${date.slice(0, 10)}: ${subject}${because(reasons, 6)}`,
  );
  const owners = report.owners.map(
    ({ name, source, share, reasons = [] }) => `${name} (${source}, ${percent(share)})${because(reasons, 2)}`,
  );
  const { belongs, release, responsibility = [], impact } = report;
  // Where nothing was found, that is said instead.
  const doubt = belongs === undefined || locations.length === 0 ? undefined : doubtOf(belongs);
  return printable(
    [
      report.cause,
      ...(doubt === undefined ? [] : [doubt]),
      ...(release === undefined ? [] : [releaseText(release)]),
      section('Locations', locations, 'none in this repository'),
      section('Suspects', suspects, 'nothing convincing'),
      section('Owners', owners, 'nobody is named'),
      ...(responsibility.length === 0 ? [] : [section('Responsibility', matrix(responsibility), '')]),
      ...(impact === undefined
        ? []
        : [section('Impact', impactRows(impact), 'no caller and no test was found')]),
    ].join('\n\n'),
  );
}

function releaseText({ name, commit, how }: NonNullable<LocateReport['release']>): string {
  const which = [name, commit?.slice(0, 10)].filter(Boolean).join(', ');
  return `Release\n  ${which === '' ? '' : `${which}: `}${how}`;
}

/** A table: one row for each file. */
function matrix(responsibility: NonNullable<LocateReport['responsibility']>): string[] {
  const head = ['file', 'primary author', 'commits', 'code owner', 'last modified'];
  const rows = responsibility.map(each => [
    each.file,
    `${nameOf(each.primaryAuthor)} ${percent(each.contribution)}`,
    `${each.commits}${each.bounded ? '+' : ''}`,
    each.codeOwners.join(' ') || '–',
    `${each.lastModified.date.slice(0, 10)} ${nameOf(each.lastModified.by)}`,
  ]);
  const widths = head.map((title, at) => Math.max(...[head, ...rows].map(row => (row[at] ?? title).length)));
  const lines = [head, ...rows].map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (responsibility.some(each => each.bounded)) lines.push('+ only the newest commits were counted');
  return lines;
}

function impactRows({
  symbol,
  callers,
  moreCallers,
  tests,
  moreTests,
  bounded,
  occurrences,
}: Impact): string[] {
  const calls = callers.map(
    caller => `  ${caller.file}:${caller.line}${caller.symbol ? `  ${caller.symbol}` : ''}${unsure(caller)}`,
  );
  const runs = tests.map(test => {
    const way = test.calls === 1 ? '' : `  (over ${test.calls} calls)`;
    return `  ${test.file}:${test.line}  ${test.name}${way}${unsure(test)}`;
  });
  return [
    ...(occurrences === undefined ? [] : occurrenceRows(occurrences)),
    ...(symbol === undefined
      ? []
      : [`${symbol} is called by${callers.length === 0 ? ' nothing that was found' : ''}`]),
    ...shown(calls, moreCallers),
    ...(symbol === undefined
      ? []
      : [`and run by${tests.length === 0 ? ' no test that was found' : ' the tests'}`]),
    ...shown(runs, moreTests),
    ...(bounded === undefined ? [] : [bounded]),
  ];
}

function occurrenceRows(occurrences: NonNullable<Impact['occurrences']>): string[] {
  const { count, users, firstSeen, lastSeen, releases } = occurrences;
  const often = count === 1 ? 'once' : `${count} times`;
  const people = users === 0 ? '' : `, ${users} ${users === 1 ? 'user' : 'users'}`;
  const named = releases.map(
    each => `  ${each.release === '' ? 'no release' : each.release}  ${each.count}×`,
  );
  return [
    `seen ${often}${people}, first ${firstSeen.slice(0, 16)}, last ${lastSeen.slice(0, 16)}, on`,
    ...shown(named, 0),
  ];
}

function shown(rows: readonly string[], more: number): string[] {
  const left = Math.max(rows.length - mostShown, 0) + more;
  return [...rows.slice(0, mostShown), ...(left > 0 ? [`  and ${left} more`] : [])];
}

function unsure({ certain }: { certain: boolean }): string {
  return certain ? '' : '  (by its name)';
}

function because(reasons: readonly string[], indent: number): string {
  return reasons.length === 0 ? '' : `\n${' '.repeat(indent + 2)}${reasons.join('; ')}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `Name <mail>` without the mail. */
function nameOf(person: string): string {
  const mail = person.lastIndexOf(' <');
  return mail > 0 ? person.slice(0, mail) : person.trim();
}

function section(title: string, rows: readonly string[], empty: string): string {
  return [title, ...(rows.length === 0 ? [empty] : rows).map(row => `  ${row}`)].join('\n');
}
