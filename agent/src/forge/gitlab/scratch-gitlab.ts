import type { Forge } from '../forge.ts';
import { ScratchApi, type Told } from '../scratch-api.ts';
import { openGitlab } from './gitlab.ts';

export const head = 'a'.repeat(40);
export const project = '/api/v4/projects/acme%2Ftools%2Fshop';
export const requests = `${project}/merge_requests`;
export const one = `${requests}/5`;

/** As GitLab tells of a merge request, in part. */
export function request(change: object = {}): object {
  return {
    id: 900,
    iid: 5,
    project_id: 7,
    title: 'Stop dividing by zero',
    state: 'opened',
    draft: false,
    source_branch: 'errata/12-zero',
    target_branch: 'main',
    source_project_id: 7,
    target_project_id: 7,
    sha: head,
    merge_commit_sha: null,
    squash_commit_sha: null,
    merged_at: null,
    merge_user: null,
    updated_at: '2026-03-01T12:00:00.000+02:00',
    web_url: 'https://gitlab.acme.example/acme/tools/shop/-/merge_requests/5',
    detailed_merge_status: 'mergeable',
    head_pipeline: null,
    reviewers: [],
    ...change,
  };
}

export const shop = {
  id: 7,
  path_with_namespace: 'acme/tools/shop',
  namespace: { full_path: 'acme/tools' },
  default_branch: 'main',
  permissions: { project_access: null, group_access: { access_level: 40 } },
  merge_method: 'merge',
  squash_option: 'default_off',
  forking_access_level: 'enabled',
};

/** A GitLab with one project, one merge request and one account, as far as a test has not said otherwise. */
export class ScratchGitlab implements AsyncDisposable {
  readonly api: ScratchApi;
  readonly forge: Forge;

  constructor(api: ScratchApi, forge: Forge) {
    this.api = api;
    this.forge = forge;
    this.on('GET /api/v4/user', { body: { id: 3, username: 'ada', can_create_project: true } });
    this.on(`GET ${project}`, { body: shop });
    this.on(`GET ${one}`, { body: request() });
  }

  static async start(): Promise<ScratchGitlab> {
    const api = await ScratchApi.start();
    return new ScratchGitlab(api, await openAs(api, 'glpat-x'));
  }

  on(what: string, ...told: readonly Told[]): void {
    this.api.on(what, ...told);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.api[Symbol.asyncDispose]();
  }
}

export function openAs(api: ScratchApi, token: string): Promise<Forge> {
  return openGitlab({
    api: `${api.url}/api/v4`,
    token,
    tokenFrom: 'a test',
    place: { forge: 'gitlab', host: 'gitlab.acme.example', repository: 'acme/tools/shop' },
  });
}
