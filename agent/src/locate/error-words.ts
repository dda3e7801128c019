import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import type { Hunk } from '../git/diff.ts';
import type { MappedFrames } from './map-frames.ts';

const common = new Set(
  `the and not for with from that this was are has have had its cannot can could read reading set setting property
  properties undefined null none nil object type error exception value values attribute expected got but into index
  range out key missing argument arguments positional required line file failed invalid unexpected token iterable
  function string number list dict array int float bool str true false return const let var self new await async
  throw raise else nonetype def class import export instance while when than does did any all get`.split(
    /\s+/,
  ),
);

/** Identifiers that an error speaks of, each with how much it tells, 0…1. Made of event text: only ever compared. */
export function errorWords(event: Event, mapped: MappedFrames, badExpression = ''): Map<string, number> {
  const words = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of identifiers(text)) words.set(word, Math.max(words.get(word) ?? 0, weight));
  };
  const crash = mapped.frames.at(-1);
  add(crash?.text ?? crash?.frame.contextLine ?? '', 0.25);
  for (const frame of mapped.frames.slice(-3)) add(frame.frame.function ?? '', 0.3);
  const exception = rootException(event);
  const message = (exception?.value ?? event.message ?? '').slice(0, 2000);
  add(message, 0.6);
  add(badExpression.slice(0, 200), 0.8);
  for (const text of namedIn(message)) add(text, 1);
  for (const name of missedFields(mapped)) add(name, 1);
  return words;
}

/** Identifiers that the message of an error gives as names. Made of event text: only ever compared. */
export function messageNames(event: Event): ReadonlySet<string> {
  const message = (rootException(event)?.value ?? event.message ?? '').slice(0, 2000);
  return new Set(namedIn(message).flatMap(identifiers));
}

/** What a message quotes, says not to be what is wanted, or consists of. */
function namedIn(message: string): string[] {
  const called = [...message.matchAll(/([\w$.]{1,80}) is not a\b/g)];
  const quoted = [...message.matchAll(/["'`‘“]([^"'`’”]{1,80})["'`’”]/g)];
  const whole = /^[\w$.-]{1,80}$/.test(message) ? [message] : [];
  return [...[...called, ...quoted].map(([, name = '']) => name), ...whole];
}

/** Called for a field that an object does not have; when it asks for that field itself, it never comes to an end. */
const fallback = /(?:^|[.:#])(?:__getattr__|method_missing|__get)$/;

/** The fields that were asked for when a fallback for missing ones was called. */
function missedFields({ frames }: MappedFrames): string[] {
  return frames.flatMap(({ text, frame }, at) => {
    const next = frames[at + 1]?.frame.function ?? '';
    const line = (text ?? frame.contextLine ?? '').slice(0, 500);
    if (!fallback.test(next)) return [];
    return [...line.matchAll(/(?:\bself\.|\$this->|@)([\p{L}_][\p{L}\p{N}_]*)(?![\p{L}\p{N}_(])/gu)].map(
      ([, name = '']) => name,
    );
  });
}

/** Share of an error's words that a text has (by weight), and the most telling ones. */
export function matchWords(
  words: ReadonlyMap<string, number>,
  text: string,
): { share: number; matched: string[] } {
  const present = new Set(identifiers(text));
  let all = 0;
  let common = 0;
  const matched: [string, number][] = [];
  for (const [word, weight] of words) {
    all += weight;
    if (!present.has(word)) continue;
    common += weight;
    matched.push([word, weight]);
  }
  matched.sort((a, b) => b[1] - a[1]);
  return { share: all === 0 ? 0 : common / all, matched: matched.slice(0, 3).map(([word]) => word) };
}

/** Identifiers that a change brought in or took away; those that stayed or moved are left out. */
export function changedWords(hunks: readonly Hunk[]): Set<string> {
  const wordsOf = (lines: readonly string[]) => new Set(identifiers(lines.join('\n')));
  const before = wordsOf(hunks.flatMap(hunk => hunk.removed));
  const after = wordsOf(hunks.flatMap(hunk => hunk.added));
  // Who made a file brought in all that it says.
  const changes = hunks.filter(hunk => hunk.oldStart > 0 || hunk.oldLines > 0);
  const touched = wordsOf(changes.flatMap(hunk => [...hunk.removed, ...hunk.added]));
  return new Set([...touched].filter(word => before.has(word) !== after.has(word)));
}

/** The words, each weighed by how few of the texts have it. Words that none has are left out. */
export function byRarity(
  words: ReadonlyMap<string, number>,
  texts: readonly ReadonlySet<string>[],
): Map<string, number> {
  const weighed = new Map<string, number>();
  for (const [word, weight] of words) {
    const having = texts.filter(text => text.has(word)).length;
    if (having > 0)
      weighed.set(word, weight * (Math.log(1 + texts.length / having) / Math.log(1 + texts.length)));
  }
  return weighed;
}

/**
 * True when a line only got something more that the error does not speak of: another argument, another field.
 * A changed operator or number, or anything replaced, may be the mistake itself.
 */
export function addsOtherThings(before: string, after: string, words: ReadonlyMap<string, number>): boolean {
  const rest = tokens(before);
  const added = tokens(after).filter(token => {
    const at = rest.indexOf(token);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  const telling = new Set([...words].filter(([, weight]) => weight > 0.5).map(([word]) => word));
  const names = added.filter(token => /^[\p{L}_$]/u.test(token));
  const apart = names.length > 0 && !names.some(name => telling.has(name));
  return telling.size > 0 && rest.length === 0 && apart;
}

function tokens(line: string): string[] {
  return line.slice(0, 1000).match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
}

function identifiers(text: string): string[] {
  const found = text.slice(0, 100_000).match(/[\p{L}_$][\p{L}\p{N}_$]{2,60}/gu) ?? [];
  return found.filter(word => !common.has(word.toLowerCase()));
}
