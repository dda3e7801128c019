import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from '../../../agent/src/git/git.ts';
import { Repository } from '../../../agent/src/git/repository.ts';

/** Clones that cases are located in, so that the repositories they name are only read. */
export class Checkouts {
  readonly #folder: string;
  readonly #clones = new Map<string, Promise<Repository>>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<Checkouts> {
    return new Checkouts(await realpath(await mkdtemp(path.join(tmpdir(), 'errata-bench-'))));
  }

  /** A clean checkout of a revision; cases that name the same one share it. Throws `GitError`. */
  at(repo: string, head: string | undefined): Promise<Repository> {
    const key = JSON.stringify([repo, head]);
    const known = this.#clones.get(key);
    if (known !== undefined) return known;
    const made = this.#clone(repo, head, path.join(this.#folder, String(this.#clones.size)));
    this.#clones.set(key, made);
    return made;
  }

  async dispose(): Promise<void> {
    await Promise.allSettled(this.#clones.values());
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #clone(repo: string, head: string | undefined, folder: string): Promise<Repository> {
    const options = { cwd: this.#folder, writes: true, env: { GIT_LFS_SKIP_SMUDGE: '1' } };
    // A bundle has no objects to share; git then copies them.
    const trusted = ['-c', 'safe.directory=*', '-c', 'advice.detachedHead=false'];
    await git.run([...trusted, 'clone', '--quiet', '--shared', '--no-checkout', '--', repo, folder], options);
    const wanted = head ?? 'HEAD';
    const inside = { ...options, cwd: folder };
    const names = [wanted, `refs/remotes/origin/${wanted}`];
    const asked = names.map(name => `${name}^{commit}\n`).join('');
    const said = await git.run(['cat-file', '--batch-check=%(objectname)'], { ...inside, input: asked });
    const commit = said.split('\n').find(line => /^[0-9a-f]{40,64}$/.test(line));
    if (commit === undefined) throw new Error(`There is no revision ${wanted} in ${repo}.`);
    await git.run([...trusted, 'checkout', '--quiet', '--detach', commit], inside);
    return Repository.open(folder);
  }
}
