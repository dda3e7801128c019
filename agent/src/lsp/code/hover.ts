import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import { escaped, oneLine } from '../plain-text.ts';
import { impactLines } from './impact-lines.ts';

/** A frame of an issue in the checkout, with its line as it is now (from 1). */
export interface HoverFrame {
  readonly uri: string;
  readonly path: string;
  readonly line: number;
  readonly symbol: string | undefined;
}

/** What is known of the issue at a line. */
export interface HoverContent {
  readonly issue: Issue;
  /** Crash first. */
  readonly frames: readonly HoverFrame[];
  readonly diagnosis: Diagnosis | undefined;
}

const mostFrames = 12;

/** The issue, its trace with a link to each line, its suspects and owners, and whom it concerns. */
export function hoverMarkdown({ issue, frames, diagnosis }: HoverContent): string {
  const trace = frames.slice(0, mostFrames).map(({ uri, path, line, symbol }) => {
    const name = `${escaped(symbol ?? '(anonymous)')} — ${escaped(`${path}:${line}`)}`;
    return `- [${name}](<${uri}#L${line}>)`;
  });
  const suspects = (diagnosis?.suspects ?? []).map(
    ({ commit, author, date, subject, reasons }) =>
      `- \`${commit.slice(0, 8)}\` ${escaped(subject)} — ${escaped(author)}, ${date.slice(0, 10)}${reasons[0] ? `: ${escaped(reasons[0])}` : ''}`,
  );
  const owners = (diagnosis?.owners ?? []).map(({ name, source }) => `${escaped(name)} (${source})`);
  return [
    `**${escaped(issue.title)}** · ${escaped(issue.id)}`,
    escaped(seen(issue)),
    ...(diagnosis ? [escaped(diagnosis.cause)] : []),
    [...trace, ...left(frames)].join('\n'),
    ...(suspects.length > 0 ? [`Suspect commits\n\n${suspects.join('\n')}`] : []),
    ...(owners.length > 0 ? [`Owners: ${owners.join(', ')}`] : []),
    ...impactLines(diagnosis?.impact).map(escaped),
  ].join('\n\n');
}

/** The same for an editor that shows no Markdown. */
export function hoverText({ issue, frames, diagnosis }: HoverContent): string {
  const trace = frames
    .slice(0, mostFrames)
    .map(({ path, line, symbol }) => `  ${oneLine(symbol ?? '(anonymous)')}  ${oneLine(path)}:${line}`);
  const suspects = (diagnosis?.suspects ?? []).map(
    ({ commit, author, date, subject }) =>
      `  ${commit.slice(0, 8)}  ${oneLine(subject)} (${oneLine(author)}, ${date.slice(0, 10)})`,
  );
  const owners = (diagnosis?.owners ?? []).map(({ name }) => oneLine(name));
  return [
    `${issue.id}  ${oneLine(issue.title)}`,
    seen(issue),
    ...(diagnosis ? [oneLine(diagnosis.cause)] : []),
    ...trace,
    ...left(frames),
    ...(suspects.length > 0 ? ['Suspect commits:', ...suspects] : []),
    ...(owners.length > 0 ? [`Owners: ${owners.join(', ')}`] : []),
    ...impactLines(diagnosis?.impact).map(oneLine),
  ].join('\n');
}

function seen({ count, firstSeen, lastSeen, lastRelease }: Issue): string {
  const name = lastRelease?.replace(/^([0-9a-f]{12})[0-9a-f]{28,}$/, '$1');
  const release = name ? `, release ${oneLine(name)}` : '';
  return `Seen ${times(count)}, first ${moment(firstSeen)}, last ${moment(lastSeen)}${release}.`;
}

/** Once, 3 times. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

const moment = (date: string) => `${date.slice(0, 10)} ${date.slice(11, 16)} UTC`;

function left(frames: readonly HoverFrame[]): string[] {
  const more = frames.length - mostFrames;
  return more > 0 ? [`- and ${more} more`] : [];
}
