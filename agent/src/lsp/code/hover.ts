import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import type { BlameLine } from '../../git/blame.ts';
import { escaped, oneLine, prose } from '../plain-text.ts';
import { impactLines } from './impact-lines.ts';
import { dayOf, minuteOf } from './moments.ts';
import { shortRelease } from './release.ts';
import type { Variable } from './variables.ts';

/** A line on the way to the crash. */
export interface HoverFrame {
  readonly uri: string;
  readonly path: string;
  /** As it is now, from 1. */
  readonly line: number;
  readonly name: string;
  /** True for the one that the mouse is at. */
  readonly isHere: boolean;
}

/** What is known of the issue at a line. */
export interface HoverContent {
  readonly issue: Issue;
  /** Crash first. */
  readonly frames: readonly HoverFrame[];
  /** Of the frame at the line. */
  readonly variables: { readonly shown: readonly Variable[]; readonly more: number };
  readonly diagnosis: Diagnosis | undefined;
  readonly blame: BlameLine | undefined;
  /** More is being looked for. */
  readonly isPending: boolean;
}

/** How things look in one kind of text. Everything that is said goes through `text`. */
interface Look {
  text(said: string, most?: number): string;
  /** A sentence that may name code in backticks. */
  prose(said: string, most?: number): string;
  title(said: string): string;
  code(said: string): string;
  frame(frame: HoverFrame): string;
  quiet(said: string): string;
}

const mostFrames = 12;
const mostSuspects = 3;
const mostOwners = 5;
const longestCause = 600;

const markdown: Look = {
  text: escaped,
  prose,
  title: said => `**${escaped(said)}**`,
  code: said => `**${escaped(said)}**`,
  frame: ({ uri, path, line, name, isHere }) => {
    const place = `[${escaped(name)} — ${escaped(`${path}:${line}`)}](<${uri}#L${line}>)`;
    return isHere ? `**${place}**` : place;
  },
  quiet: said => `_${escaped(said)}_`,
};

const plain: Look = {
  text: oneLine,
  prose: oneLine,
  title: said => oneLine(said),
  code: said => oneLine(said),
  frame: ({ path, line, name, isHere }) => `${oneLine(name)}  ${oneLine(path)}:${line}${isHere ? '  ←' : ''}`,
  quiet: said => oneLine(said),
};

/** The issue, its trace with a link to each line, the variables, who wrote the line, suspects and owners, and whom it concerns. */
export function hoverMarkdown(content: HoverContent): string {
  return blocks(content, markdown).join('\n\n');
}

/** The same for an editor that shows no Markdown. */
export function hoverText(content: HoverContent): string {
  return blocks(content, plain).join('\n');
}

function blocks(content: HoverContent, look: Look): string[] {
  const { issue, frames, variables, diagnosis, blame, isPending } = content;
  const suspects = (diagnosis?.suspects ?? []).slice(0, mostSuspects).map(({ reasons, ...suspect }) => {
    const told = commitLine(suspect, look);
    const [reason] = reasons;
    return reason === undefined ? told : `${told}: ${look.prose(reason)}`;
  });
  const owners = (diagnosis?.owners ?? []).slice(0, mostOwners).map(({ name }) => name);
  const values = variables.shown.map(({ name, value }) => `${look.code(name)} = ${look.text(value)}`);
  return [
    `${look.title(issue.title)} · ${look.text(issue.id)}`,
    look.text(seen(issue)),
    ...(diagnosis ? [look.prose(diagnosis.cause, longestCause)] : []),
    ...list(frames.slice(0, mostFrames).map(look.frame), frames.length - mostFrames, look),
    ...titled(t('Variables when it last happened'), values, variables.more, look),
    ...(blame ? titled(t('Last change of this line'), [commitLine(blame, look)], 0, look) : []),
    ...titled(t('Suspect commits'), suspects, 0, look),
    ...(owners.length > 0 ? [look.text(t('Owners: {0}', owners.join(', ')))] : []),
    ...impactLines(diagnosis?.impact).map(said => look.text(said)),
    ...(isPending ? [look.quiet(t('More is being looked for, and will be here the next time.'))] : []),
  ];
}

function commitLine(
  { commit, subject, author, date }: { commit: string; subject: string; author: string; date: string },
  look: Look,
): string {
  return `${look.text(commit.slice(0, 8))} ${look.text(subject)} — ${look.text(author)}, ${dayOf(date)}`;
}

function titled(title: string, lines: readonly string[], more: number, look: Look): string[] {
  return lines.length === 0 ? [] : [look.text(title), ...list(lines, more, look)];
}

function list(lines: readonly string[], more: number, look: Look): string[] {
  const all = more > 0 ? [...lines, look.text(t('and {0} more', more))] : lines;
  return all.length === 0 ? [] : [all.map(line => `- ${line}`).join('\n')];
}

function seen({ count, users, firstSeen, lastSeen, lastRelease }: Issue): string {
  const [first, last] = [minuteOf(firstSeen), minuteOf(lastSeen)];
  const parts = [
    count === 1
      ? t('Seen once, on {0}.', last)
      : t('Seen {0} times, first on {1}, last on {2}.', count, first, last),
    ...(users > 0 ? [t('Users: {0}.', users)] : []),
    ...(lastRelease ? [t('Release: {0}.', shortRelease(oneLine(lastRelease)))] : []),
  ];
  return parts.join(' ');
}
