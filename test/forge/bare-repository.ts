import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Content by path; nothing where a file is to go. */
export type Files = Readonly<Record<string, string | undefined>>;

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

interface Signature extends Person {
  /** In whole seconds, as forges tell it. */
  readonly date: string;
}

/** Git without anything that this machine or its user set up. */
export function gitEnv(by?: Person): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...(by && {
      GIT_AUTHOR_NAME: by.name,
      GIT_AUTHOR_EMAIL: by.email,
      GIT_COMMITTER_NAME: by.name,
      GIT_COMMITTER_EMAIL: by.email,
    }),
  };
}

/** Reads its rules out of files beside it, so that they can change between two pushes. */
const updateHook = `#!/bin/sh
branch=\${1#refs/heads/}
if [ -f refusal ]; then cat refusal >&2; exit 1; fi
if [ -f protected ] && grep -Fxq -- "$branch" protected; then cat protected-message >&2; exit 1; fi
exit 0
`;

/** A repository as a forge keeps it. */
export class BareRepository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  static async make(folder: string, by: Person, files: Files): Promise<BareRepository> {
    const made = new BareRepository(folder);
    await made.git(['init', '-q', '--bare', '-b', 'main', folder]);
    await made.#setUp();
    await made.commit({ branch: 'main', by, files, message: 'Start\n' });
    return made;
  }

  async copyTo(folder: string): Promise<BareRepository> {
    const copy = new BareRepository(folder);
    await this.git(['clone', '-q', '--bare', this.folder, folder]);
    await copy.#setUp();
    return copy;
  }

  async #setUp(): Promise<void> {
    await this.git(['config', 'http.receivepack', 'true']);
    const hook = join(this.folder, 'hooks', 'update');
    await writeFile(hook, updateHook);
    await chmod(hook, 0o755);
  }

  /** Refuses pushes to these branches. */
  async protect(branches: Iterable<string>, message: string): Promise<void> {
    await writeFile(join(this.folder, 'protected'), `${[...branches].join('\n')}\n`);
    await writeFile(join(this.folder, 'protected-message'), `${message}\n`);
  }

  /** Refuses every push with these words, none without. */
  async refuse(message: string | undefined): Promise<void> {
    const file = join(this.folder, 'refusal');
    await (message === undefined ? rm(file, { force: true }) : writeFile(file, `${message}\n`));
  }

  async git(
    args: readonly string[],
    options: { by?: Person; input?: string; cwd?: string } = {},
  ): Promise<string> {
    const { code, out, errors } = await this.try(args, options);
    if (code !== 0) throw new Error(`git ${args[0]}: ${errors || out}`);
    return out.trimEnd();
  }

  async try(
    args: readonly string[],
    { by, input, cwd }: { by?: Person; input?: string; cwd?: string } = {},
  ): Promise<{ code: number; out: string; errors: string }> {
    const place = args[0] === 'init' || args[0] === 'clone' || cwd ? [] : ['--git-dir', this.folder];
    const child = spawn('git', [...place, ...args], { env: gitEnv(by), ...(cwd && { cwd }) });
    child.stdin.end(input);
    const [out, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { code, out, errors };
  }

  async branches(): Promise<Map<string, string>> {
    const lines = await this.git([
      'for-each-ref',
      '--format=%(objectname) %(refname:lstrip=2)',
      'refs/heads',
    ]);
    return new Map(
      lines
        .split('\n')
        .filter(Boolean)
        .map(line => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]),
    );
  }

  async commitOf(name: string): Promise<string | undefined> {
    const { code, out } = await this.try([
      'rev-parse',
      '--verify',
      '-q',
      '--end-of-options',
      `${name}^{commit}`,
    ]);
    return code === 0 ? out.trim() : undefined;
  }

  async contains(commit: string, ancestor: string): Promise<boolean> {
    return (await this.try(['merge-base', '--is-ancestor', ancestor, commit])).code === 0;
  }

  /** Commits that `head` has and `base` has not, oldest first. */
  async between(base: string, head: string): Promise<string[]> {
    const lines = await this.git(['rev-list', '--reverse', `${base}..${head}`]);
    return lines.split('\n').filter(Boolean);
  }

  async read(name: string): Promise<Commit | undefined> {
    const form = ['%H', '%T', '%P', '%an', '%ae', '%at', '%cn', '%ce', '%ct', '%B'].join('%n');
    const { code, out } = await this.try(['show', '-s', `--format=${form}`, '--end-of-options', name]);
    if (code !== 0) return undefined;
    const [sha = '', tree = '', parents = '', ...rest] = out.split('\n');
    const [author = '', mail = '', at, committer = '', committerMail = '', committedAt, ...message] = rest;
    return {
      ...{ sha, tree, parents: parents.split(' ').filter(Boolean), message: message.join('\n').trimEnd() },
      author: { name: author, email: mail, date: clock(at) },
      committer: { name: committer, email: committerMail, date: clock(committedAt) },
    };
  }

  /** Makes a commit on a branch, which begins at `from`, or else at the default branch. */
  async commit(wanted: {
    branch: string;
    by: Person;
    files: Files;
    message: string;
    from?: string;
  }): Promise<string> {
    const { branch, by, files, message } = wanted;
    const parent =
      wanted.from ?? (await this.commitOf(`refs/heads/${branch}`)) ?? (await this.commitOf('HEAD'));
    const who = `${by.name} <${by.email}> ${Math.floor(Date.now() / 1000)} +0000`;
    const data = (value: string) => `data ${Buffer.byteLength(value)}\n${value}\n`;
    const stream = [
      `commit refs/heads/${branch}\nauthor ${who}\ncommitter ${who}\n`,
      data(message),
      parent ? `from ${parent}\n` : '',
      ...Object.entries(files).map(([path, content]) =>
        content === undefined ? `D ${path}\n` : `M 100644 inline ${path}\n${data(content)}`,
      ),
    ];
    await this.git(['fast-import', '--quiet', '--force'], { input: stream.join('') });
    return this.git(['rev-parse', `refs/heads/${branch}`]);
  }

  /** The tree of both together; nothing where they conflict. */
  async mergedTree(base: string, head: string): Promise<string | undefined> {
    const { code, out } = await this.try(['merge-tree', '--write-tree', '--no-messages', base, head]);
    return code === 0 ? out.trim() : undefined;
  }

  async commitTree(tree: string, parents: readonly string[], message: string, by: Person): Promise<string> {
    return this.git(['commit-tree', tree, ...parents.flatMap(parent => ['-p', parent])], {
      by,
      input: message,
    });
  }

  /** New commits with the changes of `base..head`, on top of `base`; nothing where they conflict. */
  async rebased(base: string, head: string, by: Person, always: boolean): Promise<string | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'errata-forge-rebase-'));
    const { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL } = gitEnv(by);
    const committer = [`user.name=${GIT_COMMITTER_NAME}`, `user.email=${GIT_COMMITTER_EMAIL}`];
    try {
      await this.git(['worktree', 'add', '-q', '--detach', folder, head]);
      const asked = [
        ...committer.flatMap(value => ['-c', value]),
        'rebase',
        '-q',
        ...(always ? ['--no-ff'] : []),
      ];
      const { code } = await this.try([...asked, base], { cwd: folder });
      return code === 0 ? await this.git(['rev-parse', 'HEAD'], { cwd: folder }) : undefined;
    } finally {
      await this.git(['worktree', 'remove', '--force', folder]);
      await rm(folder, { recursive: true, force: true });
    }
  }

  async setBranch(branch: string, commit: string): Promise<void> {
    await this.git(['update-ref', `refs/heads/${branch}`, commit]);
  }
}

function clock(seconds: string | undefined): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}
