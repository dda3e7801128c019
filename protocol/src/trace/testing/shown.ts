import type { Exception } from '../../event.ts';
import { findTraces, linesOf } from '../parse.ts';

/** What is found in a text, to be compared as text: each trace's platform, exceptions, and frames (`*` is in-app). */
export function shown(text: string): string {
  const traces = findTraces(linesOf(text));
  return traces
    .map(({ platform, exceptions }) => [platform, ...exceptions.map(shownException)].join('\n'))
    .join('\n\n');
}

export function shownException({ type, value, frames }: Exception): string {
  const calls = frames.map(({ file, line, column, function: name, module, inApp }) => {
    const place = [file, line, column].filter(part => part !== undefined).join(':');
    const scope = module === undefined ? '' : ` (${module})`;
    return `  ${inApp ? '*' : '-'} ${place}${name === undefined ? '' : ` ${name}`}${scope}`;
  });
  return [`${type}: ${value}`, ...calls].join('\n');
}
