import type { RunView } from '@errata/protocol/agent-rpc';
import type { ConnectionState } from '../connection/agent.ts';
import { stageLabel, type Translate, visible } from '../incoming/labels.ts';

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** Something is wrong and a person can do something about it. */
  readonly warning: boolean;
}

/** The runs that the status bar tells of. */
export interface KnownRuns {
  readonly working: readonly RunView[];
  /** Waiting for a person who has not looked at them yet. */
  readonly ready: readonly RunView[];
}

/** What the status bar says: what is being fixed, else what is ready, else what is new, else how the connection is. */
export function statusText(
  t: Translate,
  { process, reason, status }: ConnectionState,
  { working, ready }: KnownRuns,
): StatusText {
  if (process === 'stopped') {
    const tooltip = t('The Errata agent is not running: {0}', visible(reason ?? ''));
    return { text: '$(warning) Errata', tooltip, warning: true };
  }
  if (!status || status.connection.state === 'connecting') {
    return { text: '$(sync~spin) Errata', tooltip: t('Connecting to the log center…'), warning: false };
  }
  if (status.connection.state === 'disconnected') {
    const tooltip = t('Not connected: {0}', visible(status.connection.reason ?? ''));
    return { text: '$(debug-disconnect) Errata', tooltip, warning: true };
  }
  const fresh = status.newIssues;
  const [first] = working;
  if (first) {
    const more = working.length > 1 ? ` +${working.length - 1}` : '';
    return {
      text: `$(loading~spin) ${first.issue}: ${stageLabel(t, first.stage)}${more}`,
      tooltip: working.map(run => progress(t, run)).join('\n'),
      warning: false,
    };
  }
  if (ready.length > 0) {
    const text = `$(lightbulb-autofix) ${readyFixes(t, ready.length)}`;
    return { text, tooltip: ready.map(run => progress(t, run)).join('\n'), warning: false };
  }
  if (fresh === 0) return { text: '$(pass) Errata', tooltip: t('No new errors'), warning: false };
  return { text: t('$(bug) {0} new', fresh), tooltip: newErrors(t, fresh), warning: false };
}

/** What a run is doing, in a line. */
export function progress(t: Translate, { issue, stage, message }: RunView): string {
  const doing = `${issue}: ${stageLabel(t, stage)}`;
  return message === '' ? doing : `${doing} · ${visible(message)}`;
}

/** How many errors nobody has looked at, in words. */
function newErrors(t: Translate, count: number): string {
  return count === 1 ? t('1 new error') : t('{0} new errors', count);
}

/** How many fixes wait to be looked at, in words. */
function readyFixes(t: Translate, count: number): string {
  return count === 1 ? t('1 fix ready') : t('{0} fixes ready', count);
}

/** What the icon of the view counts: everything that waits for a person. */
export function badgeText(
  t: Translate,
  fresh: number,
  ready: number,
): { value: number; tooltip: string } | undefined {
  const parts = [...(ready > 0 ? [readyFixes(t, ready)] : []), ...(fresh > 0 ? [newErrors(t, fresh)] : [])];
  return parts.length === 0 ? undefined : { value: fresh + ready, tooltip: parts.join(' · ') };
}
