import { git } from '../../../../agent/src/git/git.ts';

/** What a commit did to a file, against its first parent. */
export interface FileChange {
  readonly status: string;
  readonly mode: string;
  readonly blob: string;
  readonly oldPath: string;
  /** As the file is called afterwards; the old path when it is gone. */
  readonly path: string;
}

export interface HistoryCommit {
  readonly commit: string;
  readonly author: string;
  /** Seconds since 1970 and an offset, as git writes them. */
  readonly date: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

/** The first-parent history of HEAD, oldest first. Each commit is told by what it changed, merges included. */
export async function readHistory(repo: string, signal: AbortSignal): Promise<HistoryCommit[]> {
  const said = await git.run(
    [
      ...['log', '--first-parent', '--reverse', '--raw', '-z', '-M', '--no-abbrev', '--date=raw'],
      ...['--diff-merges=first-parent', '--format=%x01%H%x02%an <%ae>%x02%ad%x02%B%x03', 'HEAD'],
    ],
    { cwd: repo, signal, maxBytes: 512 * 1024 * 1024 },
  );
  return said
    .split('\x01')
    .slice(1)
    .map(entry => {
      const [head = '', raw = ''] = entry.split('\x03');
      const [commit = '', author = '', date = '', message = ''] = head.split('\x02');
      return { commit, author, date, message: message.trim(), changes: parseRaw(raw) };
    });
}

function parseRaw(raw: string): FileChange[] {
  const fields = raw.replace(/^[\0\n]+/, '').split('\0');
  const changes: FileChange[] = [];
  for (let at = 0; at < fields.length; ) {
    const found = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at] ?? '');
    if (found === null) break;
    const [, mode = '', blob = '', status = ''] = found;
    const oldPath = fields[at + 1] ?? '';
    const isMove = status === 'R' || status === 'C';
    changes.push({ status, mode, blob, oldPath, path: isMove ? (fields[at + 2] ?? '') : oldPath });
    at += isMove ? 3 : 2;
  }
  return changes;
}

/** Commits that changed a file, newest first, with the names it had; `path` is its name after the commit at `from`. */
export function changesBackward(
  history: readonly HistoryCommit[],
  path: string,
  from: number,
): { at: number; change: FileChange }[] {
  const found: { at: number; change: FileChange }[] = [];
  let name = path;
  for (let at = from; at >= 0; at--) {
    const change = history[at]?.changes.find(each => each.path === name && each.status !== 'D');
    if (change === undefined) continue;
    found.push({ at, change });
    if (change.status === 'A' || change.status === 'C') break;
    name = change.oldPath;
  }
  return found;
}
