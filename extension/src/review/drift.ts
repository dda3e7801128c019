import type { FileChange } from '@errata/protocol/proposal';

/** What stands in the workspace at the moment: the text, or `null` where there is no file. */
export type CurrentText = (path: string) => Promise<string | null>;

/** The paths whose text is no longer the one that the change was made for. */
export async function driftedFiles(changes: readonly FileChange[], current: CurrentText): Promise<string[]> {
  const drifted: string[] = [];
  for (const { path, before } of changes) {
    const now = await current(path);
    if (now === null || before === null ? now !== before : unixLines(now) !== unixLines(before)) {
      drifted.push(path);
    }
  }
  return drifted;
}

/** A checkout may have other line ends than the commit has; that is no drift. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
