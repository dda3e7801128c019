import type { Level } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { DiagnosticSeverity } from 'vscode-languageserver';

/** How an error looks in the code while it still happens. */
const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  fatal: DiagnosticSeverity.Error,
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  debug: DiagnosticSeverity.Hint,
};

/** It fades by one step (error, warning, information, hint) after each of these numbers of days without an event. */
const fadesAfterDays = [7, 30, 90];

const day = 86_400_000;

/** How serious an issue is shown to be: by its level, and by when it was last seen. */
export function severityOf({ level, lastSeen }: Pick<Issue, 'level' | 'lastSeen'>, now: number) {
  const silent = (now - Date.parse(lastSeen)) / day;
  const steps = fadesAfterDays.filter(days => silent >= days).length;
  return Math.min(severities[level] + steps, DiagnosticSeverity.Hint) as DiagnosticSeverity;
}
