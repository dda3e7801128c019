import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import type { Diagnostic, DiagnosticRelatedInformation, Range } from 'vscode-languageserver';
import type { PresentLine } from '../places/lines-now.ts';
import { oneLine } from '../plain-text.ts';
import type { Call } from './calls.ts';
import { dayOf } from './moments.ts';
import { severityOf } from './severity.ts';

export const diagnosticSource = 'errata';

/** What an issue is at a line: what a person reads in the list of problems. Plain text. */
export function diagnosticOf(
  issue: Issue,
  range: Range,
  { calls, now }: { calls: readonly (Call & { readonly at: PresentLine })[] | undefined; now: number },
): Diagnostic {
  return {
    range,
    severity: severityOf(issue, now),
    source: diagnosticSource,
    code: issue.id,
    message: `${oneLine(issue.title)}\n${seen(issue)}`,
    ...(calls && { relatedInformation: calls.map(related) }),
    data: { issue: issue.id },
  };
}

/** The issue that a diagnostic is about, which a client gives back. */
export function issueOfDiagnostic({ source, data }: Diagnostic): string | undefined {
  if (source !== diagnosticSource || typeof data !== 'object' || data === null) return undefined;
  return 'issue' in data && typeof data.issue === 'string' ? data.issue : undefined;
}

function related({ told, at }: Call & { readonly at: PresentLine }): DiagnosticRelatedInformation {
  return { location: { uri: at.uri, range: at.range }, message: told };
}

function seen({ count, lastSeen }: Issue): string {
  return count === 1
    ? t('Seen once, on {0}.', dayOf(lastSeen))
    : t('Seen {0} times, last on {1}.', count, dayOf(lastSeen));
}
