import { type Event, rootException } from '@errata/protocol/event';
import type { MappedFrames } from './map-frames.ts';

const common = new Set(
  `the and not for with from that this was are has have had its cannot can could read reading set setting property
  properties undefined null none nil object type error exception value values attribute expected got but into index
  range out key missing argument arguments positional required line file failed invalid unexpected token iterable
  function string number list dict array int float bool str true false return const let var self new await async
  throw raise else def class import export instance while when than does did any all get`.split(/\s+/),
);

/** Identifiers that an error speaks of, each with how much it tells, 0…1. Made of event text: only ever compared. */
export function errorWords(event: Event, mapped: MappedFrames): Map<string, number> {
  const words = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of identifiers(text)) words.set(word, Math.max(words.get(word) ?? 0, weight));
  };
  const crash = mapped.frames.at(-1);
  add(crash?.text ?? crash?.frame.contextLine ?? '', 0.4);
  for (const frame of mapped.frames.slice(-3)) add(frame.frame.function ?? '', 0.3);
  const exception = rootException(event);
  const message = (exception?.value ?? event.message ?? '').slice(0, 2000);
  add(message, 0.6);
  for (const [, quoted = ''] of message.matchAll(/["'`‘“]([^"'`’”]{1,80})["'`’”]/g)) add(quoted, 1);
  if (/^[\w$.-]{1,80}$/.test(message)) add(message, 1);
  return words;
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

function identifiers(text: string): string[] {
  const found = text.slice(0, 100_000).match(/[\p{L}_$][\p{L}\p{N}_$]{2,60}/gu) ?? [];
  return found.filter(word => !common.has(word.toLowerCase()));
}
