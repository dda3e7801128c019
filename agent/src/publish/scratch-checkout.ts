import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Repository } from '../git/repository.ts';
import type { Publishing } from './publish.ts';

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** A checkout with a commit and a remote, for tests. */
export class ScratchCheckout implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'errata-publish-'));
  readonly checkout = join(this.folder, 'work');
  readonly remote = join(this.folder, 'remote.git');

  /** @param files those of the first commit */
  constructor(files: Readonly<Record<string, string>> = { 'src/a.js': 'one\n' }) {
    this.git(this.folder, 'init', '-q', '--bare', '-b', 'main', this.remote);
    this.git(this.folder, 'init', '-q', '-b', 'main', this.checkout);
    this.git(this.checkout, 'config', 'user.name', 'Ada');
    this.git(this.checkout, 'config', 'user.email', 'ada@example.org');
    this.git(this.checkout, 'remote', 'add', 'origin', this.remote);
    this.commit(files);
    this.git(this.checkout, 'push', '-q', 'origin', 'main');
  }

  git(cwd: string, ...args: string[]): string {
    return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  get head(): string {
    return this.git(this.checkout, 'rev-parse', 'HEAD');
  }

  commit(files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.checkout, path)), { recursive: true });
      writeFileSync(join(this.checkout, path), text);
    }
    this.git(this.checkout, 'add', '.');
    this.git(this.checkout, 'commit', '-q', '-m', 'change');
    return this.head;
  }

  /** Our branches on the remote. */
  branches(): string[] {
    const args = ['for-each-ref', '--format=%(refname:short)', 'refs/heads/errata/'];
    return this.git(this.remote, ...args)
      .split('\n')
      .filter(Boolean);
  }

  /** A program that the remote runs with every push. */
  hook(name: string, script: string): void {
    writeFileSync(join(this.remote, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  open(): Promise<Repository> {
    return Repository.open(this.checkout);
  }

  /** A fix of `src/a.js`, with whatever is another in it. */
  fix(change: Partial<Publishing> = {}): Publishing {
    return {
      run: 'r1',
      branch: 'errata/a-1',
      base: this.head,
      changes: [{ path: 'src/a.js', before: 'one\n', after: 'two\n' }],
      message: 'fix: two\n',
      date: '2026-03-01T10:00:00.000Z',
      request: { title: 'fix: two', body: 'Two.', base: 'main' },
      ...change,
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
