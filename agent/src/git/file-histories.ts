import { type CommitInfo, format, parseInfo } from './history.ts';
import { walkHistory } from './history-walk.ts';
import type { Repository } from './repository.ts';
import { unquotePath } from './unquote.ts';

export interface FileHistories {
  /** By file, newest first; merges are left out. */
  readonly changes: ReadonlyMap<string, readonly CommitInfo[]>;
  /** Whether they reach to the beginning of the history. */
  readonly complete: boolean;
}

interface Request {
  readonly commit: string;
  readonly files: readonly string[];
  /** Commits of all files together. */
  readonly most: number;
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

const mostNames = 4;

/**
 * The commits that changed files, of all files in one go, through renames of the whole file. What there was of them when
 * the time was over is given. Throws `GitError`.
 */
export async function fileHistories(repository: Repository, request: Request): Promise<FileHistories> {
  const until = performance.now() + request.milliseconds;
  const changes = new Map<string, CommitInfo[]>(request.files.map(file => [file, []]));
  // Name in the commits that are looked at → name in `commit`.
  let names = new Map(request.files.map(file => [file, file]));
  let from = [request.commit];
  for (let round = 0; round < mostNames && names.size > 0; round++) {
    const { records, complete } = await changesOf(repository, { ...request, from, until }, [...names.keys()]);
    const first = new Map<string, CommitInfo>();
    for (const { info, added, files } of records) {
      for (const file of files) {
        const known = changes.get(names.get(file) ?? '');
        // A name that was used again has two beginnings.
        if (known === undefined || first.has(file)) continue;
        known.push(info);
        if (added.has(file)) first.set(file, info);
      }
    }
    if (!complete) return { changes, complete };
    const earlier = await namesBefore(repository, first, request.signal);
    names = new Map([...earlier].map(([file, before]) => [before, names.get(file) ?? file]));
    from = [...new Set([...earlier.keys()].flatMap(file => first.get(file)?.parents ?? []))];
  }
  return { changes, complete: names.size === 0 };
}

interface FileChange {
  readonly info: CommitInfo;
  readonly files: readonly string[];
  readonly added: ReadonlySet<string>;
}

async function changesOf(
  repository: Repository,
  request: Request & { from: readonly string[]; until: number },
  files: readonly string[],
): Promise<{ records: FileChange[]; complete: boolean }> {
  const args = ['--no-merges', '--no-renames', '--name-status', format, `--max-count=${request.most}`];
  args.push('--end-of-options', ...request.from, '--', ...files);
  const milliseconds = request.until - performance.now();
  if (milliseconds <= 0) return { records: [], complete: false };
  const { text, whole } = await walkHistory(repository, args, { milliseconds, signal: request.signal });
  const records = text.split('\0').slice(1);
  // What git was stopped in may be half a record.
  if (!whole) records.pop();
  const complete = whole && records.length < request.most;
  const found = records.map(readChange);
  if (!repository.isShallow()) return { complete, records: found };
  // What stands where a shallow clone was cut did not make all that it holds.
  return { complete: false, records: found.filter(({ info }) => info.parents.length > 0) };
}

function readChange(record: string): FileChange {
  const { rest, ...info } = parseInfo(record);
  const files: string[] = [];
  const added = new Set<string>();
  for (const line of rest.split('\n')) {
    const [, status, path] = /^([A-Z])\t(.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    files.push(unquotePath(path));
    if (status === 'A') added.add(unquotePath(path));
  }
  return { info, files, added };
}

/** What files were called before the commits that seem to have made them, where they were only renamed. */
async function namesBefore(
  repository: Repository,
  first: ReadonlyMap<string, CommitInfo>,
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const commits = [...new Set([...first.values()].filter(info => info.parents.length > 0))];
  if (commits.length === 0) return found;
  const args = ['diff-tree', '--stdin', '-r', '-M', '--diff-filter=R', '--name-status', '--no-commit-id'];
  const input = commits.map(info => `${info.commit}\n`).join('');
  for (const line of (await repository.run(args, { input, signal })).split('\n')) {
    const [, before, after] = /^R\d+\t([^\t]+)\t([^\t]+)$/.exec(line) ?? [];
    if (before === undefined || after === undefined || !first.has(unquotePath(after))) continue;
    found.set(unquotePath(after), unquotePath(before));
  }
  return found;
}
