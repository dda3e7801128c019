import { git } from '../../../../agent/src/git/git.ts';
import type { FileChange } from './history.ts';

/** A commit to be made: on the one before it. */
export interface MadeCommit {
  readonly author: string;
  readonly date: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
  /** Path → text, in place of what `changes` say of the path. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** Builds commits on top of `parent` at a new branch, and gives their names in order. */
export async function buildCommits(
  repo: string,
  branch: string,
  parent: string,
  commits: readonly MadeCommit[],
  signal: AbortSignal,
): Promise<string[]> {
  const parts: Buffer[] = [];
  const say = (text: string) => parts.push(Buffer.from(text));
  const data = (text: string) => {
    const bytes = Buffer.from(text);
    say(`data ${bytes.length}\n`);
    parts.push(bytes);
    say('\n');
  };
  say('feature done\n');
  for (const [at, { author, date, message, changes, texts }] of commits.entries()) {
    say(`commit refs/heads/${branch}\nauthor ${author} ${date}\ncommitter ${author} ${date}\n`);
    data(`${message}\n`);
    if (at === 0) say(`from ${parent}\n`);
    const modes = new Map(changes.map(change => [change.path, change.mode]));
    for (const { status, oldPath } of changes) {
      if (status === 'D' || status === 'R') say(`D ${quoted(oldPath)}\n`);
    }
    for (const { status, mode, blob, path } of changes) {
      if (status !== 'D' && !texts.has(path)) say(`M ${mode} ${blob} ${quoted(path)}\n`);
    }
    for (const [path, text] of texts) {
      if (text === null) {
        say(`D ${quoted(path)}\n`);
        continue;
      }
      say(`M ${modes.get(path) ?? '100644'} inline ${quoted(path)}\n`);
      data(text);
    }
  }
  say('done\n');
  const options = { cwd: repo, writes: true, signal };
  await git.run(['fast-import', '--quiet', '--force'], { ...options, input: Buffer.concat(parts) });
  const range = `${parent}..refs/heads/${branch}`;
  const said = await git.run(['rev-list', '--first-parent', '--reverse', range], options);
  return said.split('\n').filter(Boolean);
}

function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, found => `\\${found}`).replace(/\n/g, '\\n')}"`;
}
