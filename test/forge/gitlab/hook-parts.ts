import type { Account, Pull, Repo } from '../model.ts';
import { pathOf } from '../world.ts';
import { type GitLabShapes, reviewersOf } from './shapes.ts';

type Shape = Record<string, unknown>;

/** What several of GitLab's webhooks hold. */
export class HookParts {
  readonly #repo: Repo;
  readonly #shapes: GitLabShapes;

  constructor(repo: Repo, shapes: GitLabShapes) {
    this.#repo = repo;
    this.#shapes = shapes;
  }

  attributes(pull: Pull): Shape {
    const shown = this.#shapes.request(this.#repo, pull);
    const page = `${this.#shapes.origin}/${pathOf(this.#repo)}`;
    const message = `${pull.title}\n`;
    return {
      ...{ id: pull.id, iid: pull.number, author_id: pull.author.id, assignee_id: null, assignee_ids: [] },
      ...{ reviewer_ids: reviewersOf(pull).map(({ person }) => person.id), title: pull.title },
      description: pull.body,
      state: shown['state'],
      state_id: { opened: 1, closed: 2, merged: 3 }[String(shown['state'])],
      ...{ source_branch: pull.from.branch, target_branch: pull.base, source_project_id: pull.from.repo.id },
      target_project_id: this.#repo.id,
      draft: pull.draft,
      work_in_progress: pull.draft,
      milestone_id: null,
      created_at: utc(pull.createdAt),
      updated_at: utc(pull.updatedAt),
      prepared_at: utc(pull.createdAt),
      last_edited_at: null,
      last_edited_by_id: null,
      merge_status: 'unchecked',
      detailed_merge_status: 'unchecked',
      ...{ merge_commit_sha: shown['merge_commit_sha'] },
      merge_error: null,
      merge_params: { force_remove_source_branch: '0' },
      merge_user_id: pull.merged?.by.id ?? null,
      merge_when_pipeline_succeeds: false,
      blocking_discussions_resolved: true,
      first_contribution: false,
      head_pipeline_id: null,
      time_estimate: 0,
      total_time_spent: 0,
      updated_by_id: null,
      url: shown['web_url'],
      last_commit: {
        ...{ id: pull.head, message, title: pull.title, timestamp: pull.updatedAt.toISOString() },
        url: `${page}/-/commit/${pull.head}`,
        author: { name: pull.author.name, email: pull.author.email },
      },
      ...{ source: this.project(pull.from.repo), target: this.project(), labels: this.labels(pull) },
    };
  }

  user({ id, login, name, email }: Account): Shape {
    return { id, name, username: login, avatar_url: null, email };
  }

  project(repo = this.#repo): Shape {
    const shown = this.#shapes.project(repo, undefined);
    const { id, name, description, web_url, avatar_url, path_with_namespace, default_branch } = shown;
    return {
      id,
      name,
      description,
      web_url,
      avatar_url,
      git_ssh_url: shown['ssh_url_to_repo'],
      path_with_namespace,
      git_http_url: shown['http_url_to_repo'],
      namespace: repo.owner.name,
      default_branch,
      homepage: web_url,
      ...{ visibility_level: repo.isPrivate ? 0 : 20, ci_config_path: null, url: shown['ssh_url_to_repo'] },
      ...{ ssh_url: shown['ssh_url_to_repo'], http_url: shown['http_url_to_repo'] },
    };
  }

  repository(): Shape {
    const { name, url, description, homepage, git_http_url, git_ssh_url, visibility_level } = this.project();
    return { name, url, description, homepage, git_http_url, git_ssh_url, visibility_level };
  }

  labels({ labels }: Pull): Shape[] {
    return labels.map(({ id, name, color }) => ({
      id,
      title: name,
      color: `#${color}`,
      project_id: this.#repo.id,
    }));
  }

  branchOf(commit: string): string {
    const pull = this.#repo.pulls.find(({ head }) => head === commit);
    return pull?.from.branch ?? [...this.#repo.branches].find(([, tip]) => tip === commit)?.[0] ?? 'main';
  }

  pipelineOf(commit: string): number {
    return (this.#repo.checks.find(check => check.commit === commit)?.id ?? 0) + 1;
  }
}

/** As its webhooks write times, other than its API. */
export function utc(at: Date): string {
  return at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
