const kilobyte = 1024;
const megabyte = 1_000_000;

/** Sizes of events' JSON, and how many of them a second are drained at the least. */
export const ingestBudgets = [
  { bytes: 9 * kilobyte, perSecond: 1000 },
  { bytes: 50 * kilobyte, perSecond: 600 },
] as const;

/** p99 of the acknowledgement at half of that load, in milliseconds. */
export const acknowledgedWithin = 100;

/** Bytes of memory. */
export const mostIdle = 90 * megabyte;
export const mostLoaded = 160 * megabyte;

/** From the moment at which an event is to be sent to the message at the subscriber, p99 in milliseconds. */
export const streamBudget = { bytes: 8 * kilobyte, perSecond: 300, within: 50 } as const;
