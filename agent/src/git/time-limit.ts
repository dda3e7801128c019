import { cpus, loadavg } from 'node:os';

const slowest = 8;

/** Fires after so much time; on a busy machine, where everything takes as many times longer, after as much more. */
export function timeLimit(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.round(milliseconds * slowness())));
}

/** How many times longer work takes on this machine now than when it has nothing else to do. */
export function slowness(): number {
  const [load = 0] = loadavg();
  return Math.min(Math.max(load / cpus().length, 1), slowest);
}
