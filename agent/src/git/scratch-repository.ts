import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from './git.ts';

/** One commit of a scratch repository. `null` deletes a file. */
export interface ScratchCommit {
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  readonly moves?: Readonly<Record<string, string>>;
  readonly message: string;
  readonly author?: string;
  /** ISO 8601. Without it each commit is a day after the one before. */
  readonly date?: string;
  readonly tag?: string;
}

/** A real repository in a temporary folder, for tests. */
export class ScratchRepository {
  readonly root: string;
  #day = 0;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<ScratchRepository> {
    const scratch = new ScratchRepository(await realpath(await mkdtemp(path.join(tmpdir(), 'errata-git-'))));
    await scratch.git('init', '--quiet', '--initial-branch=main');
    await scratch.git('config', 'commit.gpgSign', 'false');
    return scratch;
  }

  /** Runs git in the folder with a fixed identity. */
  async git(...args: string[]): Promise<string> {
    return this.#git(args, {});
  }

  /** Writes files, commits them and gives the commit's name. */
  async commit(commit: ScratchCommit): Promise<string> {
    for (const [from, to] of Object.entries(commit.moves ?? {})) {
      await mkdir(path.dirname(path.join(this.root, to)), { recursive: true });
      await this.git('mv', from, to);
    }
    await this.write(commit.files ?? {});
    await this.git('add', '--all');
    const name = commit.author ?? 'Ada Adams';
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
    const date = commit.date ?? new Date(Date.UTC(2026, 0, 1 + this.#day++, 12)).toISOString();
    const env = {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
    await this.#git(['commit', '--quiet', '--allow-empty', '-m', commit.message], env);
    if (commit.tag !== undefined) await this.git('tag', commit.tag);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Writes files without committing them. */
  async write(files: NonNullable<ScratchCommit['files']>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.root, name);
      if (content === null) {
        await rm(file);
        continue;
      }
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }

  async dispose(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  #git(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    const identity = {
      GIT_AUTHOR_NAME: 'Ada Adams',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Adams',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    return git.run(args, { cwd: this.root, writes: true, env: { ...identity, ...env } });
  }
}
