import type { Diagnosis } from '@errata/protocol/diagnosis';
import { cutText } from './cut-value.ts';
import { scrubbedText } from './secrets.ts';

const mostLocations = 8;
const mostReasons = 3;
const longest = 1000;

/** What was found out without a model, in words. Parts of it repeat what the event says. */
export function findingsText({ cause, family, badExpression, locations, unmapped }: Diagnosis): string {
  const lines = [`Cause, as far as it was found out: ${told(cause)}`];
  if (family !== undefined) lines.push(`Kind of error: ${told(family)}`);
  if (badExpression !== undefined) lines.push(`Expression that was bad: ${told(badExpression)}`);
  if (locations.length > 0) lines.push('Where the fix may belong, likeliest first:');
  for (const { file, line, symbol, reasons, mapping } of locations.slice(0, mostLocations)) {
    const place = symbol === undefined ? `${file}:${line}` : `${file}:${line} in ${symbol}`;
    const why = told(reasons.slice(0, mostReasons).join('; '));
    lines.push(`- ${place}: ${why}${mapping === 'approximate' ? ' (the line itself is gone)' : ''}`);
  }
  if (unmapped.length > 0) lines.push(`Frames that are in no file of the repository: ${unmapped.length}`);
  return lines.join('\n');
}

/** Scrubbed first: a secret that is cut in two is none that could be recognised. */
function told(text: string): string {
  return cutText(scrubbedText(text), longest);
}
