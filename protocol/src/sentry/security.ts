import type { Event } from '../event.ts';
import { newEventId } from '../event-id.ts';
import { type Json, objectOf, textOf, timeOf } from '../lenient.ts';
import { cspViolation } from './csp.ts';
import { trimmedJson } from './trim.ts';
import type { Violation } from './violation.ts';

/** What the address that a report was sent to says of where it comes from. */
export interface ReportOrigin {
  readonly release?: string | undefined;
  readonly environment?: string | undefined;
  /** The browser that sent it. */
  readonly agent?: string | undefined;
}

const mostReports = 100;

/**
 * What browsers report on their own (content security policy, certificate transparency, network errors…), in the old form
 * or as the batches of the Reporting API, as events. What is no report, or of a type that nobody knows, is left out.
 */
export function eventsFromReports(payload: unknown, origin: ReportOrigin, now: Date): Event[] {
  const trimmed = trimmedJson(payload);
  const reports = Array.isArray(trimmed) ? trimmed.slice(0, mostReports) : [trimmed];
  return reports.flatMap(report => {
    const fields = objectOf(report);
    const violation = fields && violationOf(fields, now);
    return violation === undefined ? [] : [eventOf(violation, origin, now)];
  });
}

function violationOf(report: Json, now: Date): Violation | undefined {
  const csp = objectOf(report['csp-report']);
  if (csp !== undefined) return cspViolation(csp);
  const body = objectOf(report['body']);
  if (body !== undefined) return deliveredViolation(report, body, now);
  const expectCt = objectOf(report['expect-ct-report']);
  if (expectCt !== undefined) return hostViolation(expectCt, 'Expect-CT failed for', 'expectct');
  const expectStaple = objectOf(report['expect-staple-report']);
  if (expectStaple !== undefined)
    return hostViolation(expectStaple, 'Expect-Staple failed for', 'expectstaple');
  if (!Array.isArray(report['known-pins'])) return undefined;
  return hostViolation(report, 'Public key pinning validation failed for', 'hpkp');
}

/** A report of the Reporting API: it tells how long ago it happened. */
function deliveredViolation(report: Json, body: Json, now: Date): Violation | undefined {
  const age = report['age'];
  const isAge = typeof age === 'number' && age > 0;
  const time = isAge ? timeOf((now.getTime() - age) / 1000) : undefined;
  const violation =
    report['type'] === 'csp-violation'
      ? cspViolation(body)
      : report['type'] === 'network-error'
        ? networkError(body)
        : undefined;
  const agent = textOf(report['user_agent']);
  return (
    violation && {
      ...violation,
      time,
      url: violation.url ?? textOf(report['url']),
      headers: { ...violation.headers, ...(agent !== undefined && { 'User-Agent': agent }) },
    }
  );
}

function networkError(body: Json): Violation {
  const phase = textOf(body['phase']) ?? '';
  const type = textOf(body['type']) ?? '';
  const status = textOf(body['status_code']) ?? '0';
  const names = ['method', 'protocol', 'status_code', 'server_ip'];
  return {
    message: type === 'http.error' ? `${phase} / ${type} (${status})` : `${phase} / ${type}`,
    fingerprint: ['network-error', phase, type, ...(type === 'http.error' ? [status] : [])],
    logger: 'nel',
    tags: tagsOf(names.map(name => [name, body[name]])),
    report: body,
  };
}

function hostViolation(report: Json, what: string, logger: string): Violation | undefined {
  const host = textOf(report['hostname']);
  if (host === undefined) return undefined;
  return {
    message: `${what} '${host}'`,
    fingerprint: [logger, host],
    logger,
    tags: tagsOf(['hostname', 'port', 'include-subdomains'].map(name => [name, report[name]])),
    transaction: host,
    url: host,
    time: timeOf(report['date-time']),
    report,
  };
}

function tagsOf(pairs: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function eventOf(violation: Violation, { release, environment, agent }: ReportOrigin, now: Date): Event {
  const { message, fingerprint, logger, tags, transaction, url, time, report } = violation;
  const headers = { ...(agent !== undefined && { 'User-Agent': agent }), ...violation.headers };
  const request = {
    ...(url !== undefined && { url }),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
  return {
    id: newEventId(),
    timestamp: time ?? now.toISOString(),
    platform: 'other',
    level: 'error',
    message,
    ...(release !== undefined && { release }),
    ...(environment !== undefined && { environment }),
    ...(transaction !== undefined && { transaction }),
    logger,
    exceptions: [],
    ...(Object.keys(request).length > 0 && { request }),
    tags: { ...tags, logger },
    contexts: { [logger]: { ...report } },
    breadcrumbs: [],
    fingerprint: [...fingerprint],
  };
}
