import { z } from 'zod';
import { RequestError } from '../problem.ts';

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** Where a time must lie; each end is ISO 8601 in UTC. */
export interface TimeRange {
  readonly from?: string;
  readonly to?: string;
}

/** How a request says it. */
export const timeQuerySchema = z.object({
  statsPeriod: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
});

/** @throws {RequestError} 400 `bad-request` */
export function readTimeRange(
  { statsPeriod, start, end }: z.infer<typeof timeQuerySchema>,
  now: Date,
): TimeRange {
  if (statsPeriod !== undefined && statsPeriod !== '') return { from: before(statsPeriod, now) };
  return {
    ...(start !== undefined && { from: timeOf(start) }),
    ...(end !== undefined && { to: timeOf(end) }),
  };
}

/**
 * The range that a value in a search means: `-24h` for the last 24 hours, `+24h` for longer ago, `>2026-01-02`, `<=…`.
 * @throws {RequestError} 400 `bad-request`
 */
export function rangeOf(value: string, now: Date): TimeRange {
  if (value.startsWith('-')) return { from: before(value.slice(1), now) };
  if (value.startsWith('+')) return { to: before(value.slice(1), now) };
  const [, sign, time] = /^(>=?|<=?)(.+)$/.exec(value) ?? [];
  if (sign === undefined || time === undefined) throw wrong(value);
  return sign.startsWith('>') ? { from: timeOf(time) } : { to: timeOf(time) };
}

function before(period: string, now: Date): string {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(period) ?? [];
  if (count === undefined || unit === undefined) throw wrong(period);
  return new Date(Math.max(0, now.getTime() - Number(count) * (units[unit] ?? 0))).toISOString();
}

function timeOf(text: string): string {
  const zoned = /[Zz]$|[+-]\d\d:?\d\d$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = new Date(zoned);
  if (Number.isNaN(time.getTime())) throw wrong(text);
  return time.toISOString();
}

function wrong(text: string): RequestError {
  return new RequestError(400, 'bad-request', `${text.slice(0, 50)} is not a valid time or period.`);
}
