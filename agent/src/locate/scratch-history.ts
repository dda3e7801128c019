import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ScratchRepository } from '../git/scratch-repository.ts';

/** One commit of a made-up history. */
export interface Version {
  readonly message: string;
  /** Files that it writes; `null` deletes one. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Index of the commit it is made on; the one before it without that. */
  readonly on?: number;
  /** Index of a commit that it merges. */
  readonly merges?: number;
}

/** Makes a repository of a whole history at once, a day between commits, and gives the names of its commits. */
export async function importHistory(
  versions: readonly Version[],
): Promise<{ scratch: ScratchRepository; commits: string[] }> {
  const scratch = await ScratchRepository.create();
  const stream = versions.map((version, index) => {
    const lines = [
      'commit refs/heads/main',
      `mark :${index + 1}`,
      `committer Author ${index} <author${index}@example.com> ${1_767_000_000 + index * 86_400} +0000`,
      data(version.message),
    ];
    const parent = version.on ?? index - 1;
    if (parent >= 0) lines.push(`from :${parent + 1}`);
    if (version.merges !== undefined) lines.push(`merge :${version.merges + 1}`);
    for (const [file, text] of Object.entries(version.files)) {
      lines.push(...(text === null ? [`D ${file}`] : [`M 100644 inline ${file}`, data(text)]));
    }
    return `${lines.join('\n')}\n`;
  });
  const running = promisify(execFile)('git', ['fast-import', '--quiet'], { cwd: scratch.root });
  running.child.stdin?.end(stream.join(''));
  await running;
  await scratch.git('reset', '--quiet', '--hard', 'main');
  const said = await scratch.git('log', '--all', '--format=%H %an');
  const named = said
    .trim()
    .split('\n')
    .map(line => /^(\S+) Author (\d+)$/.exec(line));
  const commits: string[] = [];
  for (const found of named) commits[Number(found?.[2])] = found?.[1] ?? '';
  return { scratch, commits };
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
