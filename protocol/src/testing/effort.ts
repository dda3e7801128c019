const tries = 3;

/**
 * Milliseconds of the processor that some work takes, the least of three tries: what is measured is the work, not who else
 * is at work on the machine.
 */
export function effortOf(work: () => unknown): number {
  const efforts = Array.from({ length: tries }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...efforts);
}
