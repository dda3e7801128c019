import { hostname, userInfo } from 'node:os';

/** Who works here, in decisions. */
export function personHere(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** What a lease is held as by this process: the person, the face that they look at, and the process. */
export function holderHere(face: string): string {
  return `${personHere()}, ${face} (pid ${process.pid})`;
}

/** Whether a lease is held by a process of this person on this machine that is no more. Of others nothing is known. */
export function isGone(holder: string): boolean {
  const [, person, pid] = /^(.{1,200}), [^()]{1,50} \(pid (\d{1,10})\)$/.exec(holder) ?? [];
  if (person !== personHere()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
