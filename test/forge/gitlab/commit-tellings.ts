import type { Telling } from '../hooks.ts';
import type { Change, Check, Deployment, Release, Repo } from '../model.ts';
import { pathOf } from '../world.ts';
import { type HookParts, utc } from './hook-parts.ts';

type Of<What extends Change['what']> = Extract<Change, { what: What }>;

const states = { pending: 'running', passed: 'success', failed: 'failed' } as const;
const deployed = { pending: 'running', success: 'success', failure: 'failed' } as const;

/** What GitLab's webhooks tell of commits and of what is made of them. */
export class CommitTellings {
  readonly #repo: Repo;
  readonly #origin: string;
  readonly #parts: HookParts;

  constructor(repo: Repo, origin: string, parts: HookParts) {
    this.#repo = repo;
    this.#origin = origin;
    this.#parts = parts;
  }

  job(check: Check): Telling {
    const { id, name, state, commit, startedAt, at } = check;
    const done = state !== 'pending';
    return {
      event: 'Job Hook',
      payload: {
        object_kind: 'build',
        ref: this.#parts.branchOf(commit),
        tag: false,
        before_sha: '0'.repeat(40),
        sha: commit,
        retries_count: 0,
        build_id: id,
        build_name: name,
        build_stage: 'test',
        build_status: states[state],
        build_created_at: utc(startedAt),
        build_started_at: utc(startedAt),
        build_finished_at: done ? utc(at) : null,
        build_duration: done ? 2.5 : null,
        build_allow_failure: false,
        pipeline_id: this.#parts.pipelineOf(commit),
        ...{ build_failure_reason: state === 'failed' ? 'script_failure' : 'unknown_failure', runner: null },
        project_id: this.#repo.id,
        project_name: this.#repo.name,
        user: this.#parts.user(this.#repo.owner),
        commit: { id: this.#parts.pipelineOf(commit), sha: commit, status: states[state] },
        environment: null,
        ...{ repository: this.#parts.repository(), project: this.#parts.project() },
      },
    };
  }

  pipeline({ commit, startedAt, at }: Check): Telling {
    const all = this.#repo.checks.filter(check => check.commit === commit);
    const pull = this.#repo.pulls.find(({ head }) => head === commit);
    const pending = all.some(({ state }) => state === 'pending');
    const status = pending ? 'running' : all.some(({ state }) => state === 'failed') ? 'failed' : 'success';
    const page = `${this.#origin}/${pathOf(this.#repo)}`;
    return {
      event: 'Pipeline Hook',
      payload: {
        object_kind: 'pipeline',
        object_attributes: {
          id: this.#parts.pipelineOf(commit),
          iid: 1,
          name: null,
          ref: this.#parts.branchOf(commit),
          tag: false,
          sha: commit,
          ...{ before_sha: '0'.repeat(40), source: pull ? 'merge_request_event' : 'push', status },
          ...{ detailed_status: status, stages: ['test'], created_at: utc(startedAt), variables: [] },
          ...{ finished_at: pending ? null : utc(at), duration: null, queued_duration: null },
          url: `${page}/-/pipelines/${this.#parts.pipelineOf(commit)}`,
        },
        merge_request: pull ? this.#parts.attributes(pull) : null,
        user: this.#parts.user(this.#repo.owner),
        project: this.#parts.project(),
        commit: { id: commit },
        builds: all.map(check => ({
          id: check.id,
          stage: 'test',
          name: check.name,
          status: states[check.state],
          when: 'on_success',
          created_at: utc(check.startedAt),
          started_at: utc(check.startedAt),
          manual: false,
          allow_failure: false,
          finished_at: check.state === 'pending' ? null : utc(check.at),
        })),
      },
    };
  }

  deployment({ id, commit, ref, environment, by, at, state }: Deployment): Telling {
    const page = `${this.#origin}/${pathOf(this.#repo)}`;
    return {
      event: 'Deployment Hook',
      payload: {
        object_kind: 'deployment',
        status: deployed[state],
        status_changed_at: at
          .toISOString()
          .replace('T', ' ')
          .replace(/\.\d+Z$/, ' +0000'),
        deployment_id: id,
        deployable_id: id + 1,
        deployable_url: `${page}/-/jobs/${id + 1}`,
        environment,
        ...{ environment_tier: environment, environment_slug: environment, environment_external_url: '' },
        ...{ project: this.#parts.project(), short_sha: commit.slice(0, 8), user: this.#parts.user(by), ref },
        user_url: `${this.#origin}/${by.login}`,
        commit_url: `${page}/-/commit/${commit}`,
        commit_title: '',
      },
    };
  }

  release({ id, tag, commit, name, by, at }: Release): Telling {
    const page = `${this.#origin}/${pathOf(this.#repo)}`;
    const author = { name: by.name, email: by.email };
    return {
      event: 'Release Hook',
      payload: {
        id,
        created_at: utc(at),
        description: '',
        name,
        released_at: utc(at),
        tag,
        object_kind: 'release',
        ...{ project: this.#parts.project(), url: `${page}/-/releases/${tag}`, action: 'create' },
        assets: { count: 0, links: [], sources: [] },
        commit: {
          id: commit,
          message: '',
          title: '',
          timestamp: at.toISOString(),
          url: `${page}/-/commit/${commit}`,
          author,
        },
      },
    };
  }

  push({ branch, before, after, by }: Of<'push'>): Telling {
    const none = '0'.repeat(40);
    return {
      event: 'Push Hook',
      payload: {
        ...{ object_kind: 'push', event_name: 'push', before: before ?? none, after: after ?? none },
        ref: `refs/heads/${branch}`,
        checkout_sha: after ?? null,
        user_id: by.id,
        user_username: by.login,
        project_id: this.#repo.id,
        project: this.#parts.project(),
        repository: this.#parts.repository(),
        commits: [],
        total_commits_count: 0,
      },
    };
  }
}
