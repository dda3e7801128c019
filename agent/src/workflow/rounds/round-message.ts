import { oneLine } from '@errata/protocol/plain-text';
import type { Round } from '@errata/protocol/round';
import { candidateTrailer, roundTrailer } from '../../follow/rounds/branch-now.ts';
import type { Version } from './round-end.ts';

const longestSubject = 100;

/** The message of the commit that a round makes; by its trailers it is known again. */
export function roundMessage({ id }: Round, { subject, candidate }: Version, issue: string): string {
  const line = oneLine(subject).replace(/[.。]$/, '');
  const short = line.length > longestSubject ? `${line.slice(0, longestSubject)}…` : line;
  const first = /^[A-Z][a-z]/.test(short) ? short.charAt(0).toLowerCase() + short.slice(1) : short;
  const trailers = [
    `Errata-Issue: ${issue}`,
    `${roundTrailer}: ${id}`,
    ...(candidate === undefined ? [] : [`${candidateTrailer}: ${candidate}`]),
  ];
  return `fix: ${first}\n\n${trailers.join('\n')}\n`;
}
