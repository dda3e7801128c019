import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { cacheFolder } from '../center/folders.ts';
import { AnswerCache } from './answer-cache.ts';
import { circumstancesOf } from './circumstances.ts';
import { type GitOptions, type GitOutput, git } from './git.ts';
import { describeFailure, GitError } from './git-error.ts';
import { ObjectReader } from './object-reader.ts';
import { type ChangedFile, parseStatus } from './status.ts';
import { slowness } from './time-limit.ts';

export interface Remote {
  readonly name: string;
  readonly url: string;
}

type Options = Omit<GitOptions, 'cwd'>;

/** Milliseconds after which what was found by then is worth keeping. */
const leastWalk = 200;
const moment = 1000;
const busy = 1.5;
/** How git ends when it cannot go on. */
const fatal = 128;

/** A checkout that a person opened. Holds no lock, and no process while it is idle. */
export class Repository {
  /** Real path of the top level of the working tree. */
  readonly root: string;
  /** What a linked worktree shares with all others: where objects and references are. */
  readonly gitFolder: string;
  /** Environment that every command on this repository needs (`safe.directory`, if it belongs to another user). */
  readonly env: Readonly<Record<string, string>>;
  /** Where all objects are read. */
  readonly objects: ObjectReader;
  readonly #answers = new AnswerCache(cacheFolder());
  #circumstance: { at: number; found: Promise<string> } | undefined;

  private constructor(root: string, gitFolder: string, env: Readonly<Record<string, string>>) {
    this.root = root;
    this.gitFolder = gitFolder;
    this.env = env;
    this.objects = new ObjectReader(this.options());
  }

  /**
   * Opens the repository that holds `directory`. Throws `GitError`: `not-a-repository`, `git-missing`, `cancelled`.
   * Naming the folder is the person's consent to read a repository of another owner.
   */
  static async open(directory: string, signal?: AbortSignal): Promise<Repository> {
    let start: string;
    try {
      start = await realpath(directory);
    } catch (cause) {
      throw new GitError('not-a-repository', t('{0} does not exist or cannot be read.', directory), {
        cause,
      });
    }
    const topLevel = async (env: Readonly<Record<string, string>>) => {
      const args = ['rev-parse', '--show-toplevel', '--git-common-dir'];
      const lines = (await git.run(args, { cwd: start, env, signal })).replace(/\r?\n$/, '').split(/\r?\n/);
      const gitFolder = await realpath(path.resolve(start, lines.pop() ?? ''));
      return new Repository(await realpath(lines.join('\n')), gitFolder, env);
    };
    try {
      return await topLevel({});
    } catch (error) {
      if (GitError.is(error, 'failed') && /must be run in a work tree/.test(error.message)) {
        throw new GitError('not-a-repository', t('{0} is a repository without a working tree.', start));
      }
      const owned = GitError.is(error, 'unsafe-ownership') ? holder(start) : undefined;
      if (owned === undefined) throw error;
      return topLevel(safe(owned));
    }
  }

  /** Environment in which only the settings of this repository hold. */
  get ownSettings(): Readonly<Record<string, string>> {
    return {
      ...safe(this.root),
      GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    };
  }

  /** Runs git at the root. */
  run(args: readonly string[], options: Options = {}): Promise<string> {
    return git.run(args, this.options(options));
  }

  /** Runs git at the root, with its exit code and bytes. */
  output(args: readonly string[], options: Options = {}): Promise<GitOutput> {
    return git.output(args, this.options(options));
  }

  /**
   * What git says where that never changes, because the question has nothing but full object names in it. It is kept on
   * disk. What `enough`, or what a partial clone lacks, cuts short is the answer up to there. Throws `GitError`.
   */
  async recall(
    args: readonly string[],
    options: Omit<Options, 'writes' | 'accept'> = {},
  ): Promise<{ text: string; cut: boolean }> {
    const key = JSON.stringify([await this.#circumstances(), args, String(options.input ?? '')]);
    const kept = await this.#answers.get(key);
    // Who did not ask for a part wants the whole.
    if (kept !== undefined && (!kept.cut || options.enough !== undefined))
      return { text: kept.bytes.toString('utf8'), cut: kept.cut };
    const began = performance.now();
    const {
      code,
      stdout,
      stderr,
      cut: stopped,
    } = await this.output(args, { ...options, accept: [0, fatal] });
    const failure = code === fatal ? describeFailure(args[0] ?? '', this.root, code, stderr) : undefined;
    if (failure !== undefined && failure.reason !== 'partial-clone') throw failure;
    const cut = stopped || failure !== undefined;
    // What little was found while there was hardly time to look is not worth keeping.
    const worth = !cut || (performance.now() - began > leastWalk && slowness() < busy);
    if (worth) await this.#answers.set(key, { bytes: stdout, cut });
    return { text: stdout.toString('utf8'), cut };
  }

  /** What is made of objects alone; the question names them, and is answered from disk when it was asked before. */
  async remember(question: string, make: () => Promise<string>): Promise<string> {
    const key = JSON.stringify([await this.#circumstances(), 'remember', question]);
    const kept = await this.#answers.get(key);
    if (kept !== undefined) return kept.bytes.toString('utf8');
    const made = await make();
    if (!this.objects.lacking) await this.#answers.set(key, { bytes: Buffer.from(made), cut: false });
    return made;
  }

  /** Looked at again after a moment, since many questions come at once. */
  #circumstances(): Promise<string> {
    const now = performance.now();
    if (this.#circumstance === undefined || now - this.#circumstance.at > moment) {
      const found = circumstancesOf(this);
      // What failed is for whoever waits for it.
      found.catch(() => undefined);
      this.#circumstance = { at: now, found };
    }
    return this.#circumstance.found;
  }

  /** Options that run a command on this repository, for `git.start`. */
  options(options: Options = {}): GitOptions {
    return { ...options, cwd: this.root, env: { ...this.env, ...options.env } };
  }

  /** The commit that is checked out. Throws `GitError` `no-commits`. */
  async head(signal?: AbortSignal): Promise<string> {
    const commit = await this.resolve('HEAD', signal);
    if (commit === undefined) {
      throw new GitError('no-commits', t('{0} has no commits yet; make a first commit.', this.root));
    }
    return commit;
  }

  /** The commit that a revision names, if there is one here. Takes untrusted text. */
  async resolve(revision: string, signal?: AbortSignal): Promise<string | undefined> {
    return (await this.resolveAll([revision], signal))[0];
  }

  /** Like `resolve` for several revisions; the answers stand in the order of the questions. */
  async resolveAll(revisions: readonly string[], signal?: AbortSignal): Promise<(string | undefined)[]> {
    // Questions go through stdin, so that no revision can be taken for an option.
    const answers = await Promise.all(
      revisions.map(revision =>
        isRevision(revision) ? this.objects.read(`${revision}^{commit}`, signal) : undefined,
      ),
    );
    return answers.map(found => (found?.type === 'commit' ? found.objectName : undefined));
  }

  /** True when commit `a` is contained in commit `b` (or is it). Both are object names. */
  async isAncestor(a: string, b: string, signal?: AbortSignal): Promise<boolean> {
    const args = ['merge-base', '--is-ancestor', '--end-of-options', a, b];
    return (await this.output(args, { accept: [0, 1], signal })).code === 0;
  }

  /** What differs from HEAD in the index or the working tree, with untracked files that are not ignored. */
  async changedFiles(signal?: AbortSignal): Promise<ChangedFile[]> {
    const args = ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=dirty'];
    return parseStatus(await this.run(args, { signal }));
  }

  async remotes(signal?: AbortSignal): Promise<Remote[]> {
    const args = ['config', '--null', '--get-regexp', '^remote\\..*\\.url$'];
    const said = await this.run(args, { accept: [0, 1], signal });
    return said
      .split('\0')
      .filter(Boolean)
      .map(entry => {
        const [key = '', ...url] = entry.split('\n');
        return { name: key.slice('remote.'.length, -'.url'.length), url: url.join('\n') };
      });
  }

  /** True when history was cut off by a shallow clone. */
  isShallow(): boolean {
    return existsSync(path.join(this.gitFolder, 'shallow'));
  }
}

function safe(folder: string): Readonly<Record<string, string>> {
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: folder };
}

/** The folder at or above `directory` that git would take for a repository. */
function holder(directory: string): string | undefined {
  for (let at = directory; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

function isRevision(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
  return text.length > 0 && text.length <= 1024 && !/[\u0000-\u0020\u007f]/.test(text);
}
