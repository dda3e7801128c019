/** Milliseconds on the system's monotonic clock, which all processes of a machine share (unlike `performance.now()`). */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
