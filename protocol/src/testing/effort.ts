const tries = 3;

/** Milliseconds of the processor that some work takes: what is measured is the work, not who else is at work on the machine. */
export function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of three tries. */
export function effortOf(work: () => unknown): number {
  return Math.min(...Array.from({ length: tries }, () => processorTime(work)));
}
