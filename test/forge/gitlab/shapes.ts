import { isMergeable } from '../merge.ts';
import type { Account, Check, Pull, Repo, Rights } from '../model.ts';
import { pathOf, type World } from '../world.ts';

type Shape = Record<string, unknown>;

/** GitLab's numbers for rights: reporter, developer, owner. */
export const levels: Readonly<Record<Rights, number>> = { none: 0, read: 20, write: 30, admin: 50 };
const states = { pending: 'running', passed: 'success', failed: 'failed' } as const;

/** What GitLab answers, as its documentation shows it. */
export class GitLabShapes {
  readonly #world: World;
  readonly origin: string;

  constructor(world: World, origin: string) {
    this.#world = world;
    this.origin = origin;
  }

  user({ id, login, name }: Account): Shape {
    return {
      ...{ id, username: login, public_email: null, name, state: 'active', locked: false },
      ...{ avatar_url: null, web_url: `${this.origin}/${login}` },
    };
  }

  viewer(account: Account): Shape {
    return {
      ...this.user(account),
      ...{ bot: false, created_at: '2026-01-05T08:00:00.000Z', confirmed_at: '2026-01-05T08:00:00.000Z' },
      email: account.email,
      commit_email: account.email,
      can_create_group: true,
      can_create_project: true,
      ...{ two_factor_enabled: false, external: false, private_profile: false, projects_limit: 100000 },
    };
  }

  member(account: Account, rights: Rights): Shape {
    return {
      ...{ ...this.user(account), created_at: '2026-01-05T08:00:00.000Z', expires_at: null },
      ...{ access_level: levels[rights], membership_state: 'active' },
    };
  }

  project(repo: Repo, viewer: Account | undefined, importStatus = 'finished'): Shape {
    const path = pathOf(repo);
    const rights = (viewer && repo.rights.get(viewer.login)) ?? 'none';
    const access = rights === 'none' ? null : { access_level: levels[rights], notification_level: 3 };
    return {
      ...{ id: repo.id, description: null, name: repo.name, path: repo.name, path_with_namespace: path },
      ...{ name_with_namespace: path.replaceAll('/', ' / '), created_at: iso(repo.createdAt) },
      default_branch: 'main',
      tag_list: [],
      topics: [],
      web_url: `${this.origin}/${path}`,
      readme_url: null,
      ...{ ssh_url_to_repo: `git@127.0.0.1:${path}.git`, http_url_to_repo: `${this.origin}/${path}.git` },
      ...{ forks_count: 0, avatar_url: null, star_count: 0, last_activity_at: iso(repo.createdAt) },
      ...{ visibility: repo.isPrivate ? 'private' : 'public', namespace: this.#namespace(repo.owner) },
      ...{ archived: false, empty_repo: false, merge_requests_enabled: true, jobs_enabled: true },
      ...{ can_create_merge_request_in: true, merge_requests_access_level: 'enabled' },
      ...{ forking_access_level: repo.mayBeForked ? 'enabled' : 'disabled', import_error: null },
      ...{ import_status: repo.parent ? importStatus : 'none', open_issues_count: 0 },
      ...{ merge_method: isForwardOnly(repo) ? 'ff' : 'merge', squash_option: squashOption(repo) },
      ...{ only_allow_merge_if_pipeline_succeeds: false, remove_source_branch_after_merge: false },
      ...(repo.parent && {
        forked_from_project: { id: repo.parent.id, path_with_namespace: pathOf(repo.parent) },
      }),
      permissions: { project_access: access, group_access: null },
    };
  }

  #namespace(owner: Account): Shape {
    const kind = owner.isOrganization ? 'group' : 'user';
    return {
      id: owner.id,
      name: owner.name,
      path: owner.login.split('/').at(-1),
      kind,
      full_path: owner.login,
      ...{ parent_id: null, avatar_url: null, web_url: `${this.origin}/${owner.login}` },
    };
  }

  /** As in a list; alone it has more. */
  request(repo: Repo, pull: Pull): Shape {
    const { merged, author, from } = pull;
    const project = pathOf(repo);
    const isForward = merged && merged.how !== 'merge' && isForwardOnly(repo);
    return {
      ...{ id: pull.id, iid: pull.number, project_id: repo.id, title: pull.title, description: pull.body },
      ...{ state: merged ? 'merged' : pull.state === 'open' ? 'opened' : 'closed' },
      ...{ created_at: iso(pull.createdAt), updated_at: iso(pull.updatedAt) },
      merged_by: merged ? this.user(merged.by) : null,
      merge_user: merged ? this.user(merged.by) : null,
      ...{ merged_at: merged ? iso(merged.at) : null, closed_by: null },
      closed_at: pull.closedAt && !merged ? iso(pull.closedAt) : null,
      ...{ target_branch: pull.base, source_branch: from.branch, user_notes_count: pull.talk.length },
      ...{ upvotes: 0, downvotes: 0, author: this.user(author), assignees: [], assignee: null },
      reviewers: reviewersOf(pull).map(({ person }) => this.user(person)),
      ...{ source_project_id: from.repo.id, target_project_id: repo.id },
      ...{ labels: pull.labels.map(({ name }) => name), draft: pull.draft, work_in_progress: pull.draft },
      ...{ imported: false, imported_from: 'none', milestone: null, merge_when_pipeline_succeeds: false },
      ...{ merge_status: 'unchecked', detailed_merge_status: 'unchecked', merge_after: null, sha: pull.head },
      merge_commit_sha: merged && !isForward && merged.how !== 'rebase' ? merged.commit : null,
      squash_commit_sha: merged?.squash ?? null,
      ...{ discussion_locked: null, should_remove_source_branch: null, force_remove_source_branch: false },
      ...{ prepared_at: iso(pull.createdAt), reference: `!${pull.number}` },
      references: {
        short: `!${pull.number}`,
        relative: `!${pull.number}`,
        full: `${project}!${pull.number}`,
      },
      web_url: `${this.origin}/${project}/-/merge_requests/${pull.number}`,
      ...{ squash: false, squash_on_merge: false, has_conflicts: false, blocking_discussions_resolved: true },
      task_completion_status: { count: 0, completed_count: 0 },
      approvals_before_merge: null,
      time_stats: {
        time_estimate: 0,
        total_time_spent: 0,
        human_time_estimate: null,
        human_total_time_spent: null,
      },
    };
  }

  async whole(repo: Repo, pull: Pull, viewer: Account | undefined): Promise<Shape> {
    const base = (await repo.git.commitOf(`refs/heads/${pull.base}`)) ?? pull.baseCommit;
    const isClean = pull.state === 'open' && (await isMergeable(repo, pull));
    const isBehind = pull.state === 'open' && !(await repo.git.contains(pull.head, base));
    const diverged = isBehind ? (await repo.git.between(pull.head, base)).length : 0;
    return {
      ...this.request(repo, pull),
      merge_status: isClean ? 'can_be_merged' : 'cannot_be_merged',
      detailed_merge_status: mergeStatus(repo, pull, isClean, isBehind),
      ...{ has_conflicts: pull.state === 'open' && !isClean, subscribed: false, changes_count: '1' },
      first_deployed_to_production_at: null,
      latest_build_started_at: null,
      latest_build_finished_at: null,
      pipeline: null,
      head_pipeline: this.#pipeline(repo, pull),
      diff_refs: { base_sha: pull.baseCommit, head_sha: pull.head, start_sha: pull.baseCommit },
      ...{ merge_error: null, first_contribution: false, rebase_in_progress: false },
      ...{ diverged_commits_count: diverged, user: { can_merge: this.#world.may(repo, viewer, 'write') } },
    };
  }

  #pipeline(repo: Repo, { head, number }: Pull): Shape | null {
    const checks = repo.checks.filter(({ commit }) => commit === head);
    const [first] = checks;
    if (!first) return null;
    const failed = checks.some(({ state }) => state === 'failed');
    const status = failed
      ? 'failed'
      : checks.some(({ state }) => state === 'pending')
        ? 'running'
        : 'success';
    const web = `${this.origin}/${pathOf(repo)}/-/pipelines/${first.id}`;
    return {
      ...{ id: first.id, iid: 1, project_id: repo.id, sha: head, status, source: 'merge_request_event' },
      ref: `refs/merge-requests/${number}/head`,
      created_at: iso(first.startedAt),
      updated_at: iso(first.at),
      web_url: web,
    };
  }

  status(repo: Repo, check: Check): Shape {
    const { id, commit, name, state, form, startedAt, at } = check;
    const done = state !== 'pending';
    return {
      ...{ id, sha: commit, ref: 'main', status: states[state], name },
      target_url: `${this.origin}/${pathOf(repo)}/-/jobs/${id}`,
      description: form === 'status' ? check.log.slice(0, 255) : null,
      allow_failure: false,
      coverage: null,
      ...{ created_at: iso(startedAt), started_at: iso(startedAt), finished_at: done ? iso(at) : null },
      ...{ pipeline_id: id + 1, author: this.user(repo.owner) },
    };
  }
}

export function iso(at: Date): string {
  return at.toISOString();
}

export function isForwardOnly({ styles }: Repo): boolean {
  return styles.has('rebase') && !styles.has('merge');
}

function squashOption({ styles }: Repo): string {
  if (!styles.has('squash')) return 'never';
  return styles.size === 1 ? 'always' : 'default_off';
}

function mergeStatus(repo: Repo, { state, draft }: Pull, isClean: boolean, isBehind: boolean): string {
  if (state === 'closed') return 'not_open';
  if (draft) return 'draft_status';
  if (!isClean) return 'conflict';
  return isForwardOnly(repo) && isBehind ? 'need_rebase' : 'mergeable';
}

export interface Reviewer {
  readonly person: Account;
  readonly state: 'unreviewed' | 'reviewed' | 'approved' | 'requested_changes';
  readonly at: Date | undefined;
}

/** Whoever was asked or has said something, with what they said last. */
export function reviewersOf(pull: Pull): Reviewer[] {
  const found = new Map<Account, Reviewer>();
  for (const person of pull.reviewers) found.set(person, { person, state: 'unreviewed', at: undefined });
  for (const remark of pull.talk) {
    if (remark.kind !== 'review' || remark.verdict === 'commented') continue;
    const state = remark.verdict === 'approved' ? 'approved' : 'requested_changes';
    found.set(remark.author, { person: remark.author, state, at: remark.at });
  }
  return [...found.values()];
}
