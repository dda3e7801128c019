/** The commits that a message says are taken back, as git writes it; full names or the beginnings of such. */
export function revertedIn(message: string): string[] {
  return [...message.matchAll(/\bThis reverts commit ([0-9a-f]{7,64})\b/g)].map(([, commit = '']) => commit);
}

/** The commits that a message says it is a copy of, as `git cherry-pick -x` writes it. */
export function pickedIn(message: string): string[] {
  return [...message.matchAll(/^\(cherry picked from commit ([0-9a-f]{7,64})\)$/gm)].map(
    ([, commit = '']) => commit,
  );
}
