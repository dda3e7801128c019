import type { Forge } from '../forge.ts';
import { ScratchApi, type Told } from '../scratch-api.ts';
import { openGitea } from './gitea.ts';

export const head = 'a'.repeat(40);
export const shop = '/api/v1/repos/acme/shop';
export const pulls = `${shop}/pulls`;
export const one = `${pulls}/5`;

export const user = (login: string) => ({ id: 3, login, email: `${login.toLowerCase()}@acme.example` });

/** As Gitea tells of a pull request, in part. */
export function pull(change: object = {}): object {
  return {
    id: 900,
    number: 5,
    title: 'Stop dividing by zero',
    state: 'open',
    draft: false,
    merged: false,
    mergeable: true,
    merge_commit_sha: null,
    merged_at: null,
    merged_by: null,
    html_url: 'https://git.acme.example/acme/shop/pulls/5',
    updated_at: '2026-03-01T12:00:00+02:00',
    base: { label: 'main', ref: 'main', sha: 'b'.repeat(40) },
    head: from('acme'),
    ...change,
  };
}

export function from(owner: string, ref = 'errata/12-zero') {
  return {
    label: 'errata/12-zero',
    ref,
    sha: head,
    repo: { owner: user(owner), full_name: `${owner}/shop` },
  };
}

export const repository = {
  full_name: 'acme/shop',
  owner: user('acme'),
  default_branch: 'main',
  permissions: { admin: false, push: true, pull: true },
  allow_merge_commits: true,
  allow_squash_merge: false,
  allow_rebase: true,
};

/** A Gitea with one repository, one pull request and one account, as far as a test has not said otherwise. */
export class ScratchGitea implements AsyncDisposable {
  readonly api: ScratchApi;
  readonly forge: Forge;

  constructor(api: ScratchApi, forge: Forge) {
    this.api = api;
    this.forge = forge;
    this.on('GET /api/v1/user', { body: user('ada') });
    this.on(`GET ${shop}`, { body: repository });
    this.on(`GET ${one}`, { body: pull() });
  }

  static async start(): Promise<ScratchGitea> {
    const api = await ScratchApi.start();
    const place = { forge: 'gitea', host: 'git.acme.example', repository: 'acme/shop' } as const;
    const access = { api: `${api.url}/api/v1`, token: 't0ken', tokenFrom: 'a test', place };
    return new ScratchGitea(api, await openGitea(access));
  }

  on(what: string, ...told: readonly Told[]): void {
    this.api.on(what, ...told);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.api[Symbol.asyncDispose]();
  }
}
