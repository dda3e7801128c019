/** What the first line of a log record tells besides its text. */
export interface LogLine {
  /** ISO 8601 in UTC. */
  readonly timestamp?: string;
  readonly release?: string;
}

const date = /\b(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?/;
const release = /\b(?:release|version)["']?\s?[=:]\s?["']?([\w.@+/-]{1,200})/i;
/** How a new record begins in the usual log formats, as against one more line of the record before. */
const recordStart =
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ,]|\[?\d\d?:\d\d:\d\d|\[?(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b|\[?(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d \d\d:|[A-Z], \[\d{4}-|[IWEF]\d{4} \d\d:|(?:trce|dbug|info|warn|fail|crit): \w|(?:time|ts|level)=|\{")/;

/**
 * Reads time and release out of the head of a log record (`2024-05-01 12:00:00,123 ERROR app release=1.2 …`).
 * A time without a zone is local time, as loggers write it.
 */
export function readLogLine(line: string): LogLine {
  const head = line.slice(0, 1000);
  const timestamp = timestampIn(head);
  const named = release.exec(head)?.[1];
  return { ...(timestamp !== undefined && { timestamp }), ...(named !== undefined && { release: named }) };
}

/** Whether a line begins a new log record. */
export function beginsRecord(line: string): boolean {
  return recordStart.test(line);
}

function timestampIn(head: string): string | undefined {
  const found = date.exec(head);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '0', zone = ''] = found;
  const colonZone = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${colonZone}`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
