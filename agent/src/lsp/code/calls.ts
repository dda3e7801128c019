import { t } from '@vscode/l10n';
import type { MarkedLine, Marker } from '../places/marker.ts';
import { oneLine } from '../plain-text.ts';

/** A line from which the code went on towards the crash. */
export interface Call {
  readonly from: MarkedLine;
  /** Who called whom. */
  readonly told: string;
}

const longestName = 80;

/** The calls that led to an issue, the last one first. */
export function callsOf(marker: Marker): Call[] {
  return marker.trace.map((from, at) => {
    const to = marker.trace[at - 1] ?? marker;
    const [caller, called] = [nameOf(from), nameOf(to)];
    const told =
      to.index - from.index > 1
        ? t('{0} led to {1}, with other code in between', caller, called)
        : t('{0} called {1}', caller, called);
    return { from, told };
  });
}

export function nameOf({ symbol }: MarkedLine): string {
  return symbol === undefined || symbol.trim() === ''
    ? t('an anonymous function')
    : oneLine(symbol, longestName);
}
