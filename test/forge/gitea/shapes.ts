import type { Commit } from '../bare-repository.ts';
import type { Account, Check, LineComment, Pull, Remark, Repo, Review } from '../model.ts';
import { pathOf, type World } from '../world.ts';

type Shape = Record<string, unknown>;

const verdicts = {
  approved: 'APPROVED',
  'changes-requested': 'REQUEST_CHANGES',
  commented: 'COMMENT',
} as const;

/** What Gitea answers, as its swagger describes it. */
export class GiteaShapes {
  readonly #world: World;
  readonly origin: string;

  constructor(world: World, origin: string) {
    this.#world = world;
    this.origin = origin;
  }

  user({ id, login, name, email }: Account): Shape {
    return {
      id,
      login,
      login_name: '',
      source_id: 0,
      full_name: name,
      email,
      avatar_url: `${this.origin}/avatars/${id}`,
      html_url: `${this.origin}/${login}`,
      language: '',
      is_admin: false,
      last_login: '0001-01-01T00:00:00Z',
      created: '2026-01-05T08:00:00Z',
      restricted: false,
      active: false,
      prohibit_login: false,
      location: '',
      ...{ website: '', description: '', visibility: 'public', followers_count: 0, following_count: 0 },
      ...{ starred_repos_count: 0, username: login },
    };
  }

  repo(repo: Repo, viewer: Account | undefined): Shape {
    const path = pathOf(repo);
    const page = `${this.origin}/${path}`;
    const may = (rights: 'read' | 'write' | 'admin') => this.#world.may(repo, viewer, rights);
    return {
      ...{ id: repo.id, owner: this.user(repo.owner), name: repo.name, full_name: path, description: '' },
      ...{ empty: false, private: repo.isPrivate, fork: repo.parent !== undefined, template: false },
      parent: repo.parent ? this.repo(repo.parent, viewer) : null,
      mirror: false,
      size: 24,
      language: '',
      ...{ languages_url: `${this.origin}/api/v1/repos/${path}/languages`, html_url: page },
      ...{ url: `${this.origin}/api/v1/repos/${path}`, link: '', ssh_url: `git@127.0.0.1:${path}.git` },
      ...{ clone_url: `${page}.git`, original_url: '', website: '', stars_count: 0, forks_count: 0 },
      watchers_count: 1,
      open_issues_count: 0,
      open_pr_counter: 0,
      release_counter: 0,
      default_branch: 'main',
      ...{ archived: false, created_at: time(repo.createdAt), updated_at: time(repo.createdAt) },
      archived_at: '1970-01-01T00:00:00Z',
      has_issues: true,
      has_pull_requests: true,
      has_actions: true,
      has_wiki: true,
      has_projects: true,
      has_packages: true,
      has_releases: true,
      projects_mode: 'all',
      repo_transfer: null,
      permissions: { admin: may('admin'), push: may('write'), pull: may('read') },
      ...{ ignore_whitespace_conflicts: false, allow_merge_commits: repo.styles.has('merge') },
      ...{ allow_rebase: repo.styles.has('rebase'), allow_rebase_explicit: false },
      allow_squash_merge: repo.styles.has('squash'),
      allow_fast_forward_only_merge: repo.styles.has('rebase'),
      allow_rebase_update: true,
      default_delete_branch_after_merge: false,
      default_merge_style: 'merge',
      ...{ default_allow_maintainer_edit: false, avatar_url: '', internal: false, mirror_interval: '' },
      ...{ object_format_name: 'sha1', mirror_updated: '0001-01-01T00:00:00Z', topics: [], licenses: [] },
    };
  }

  pull(repo: Repo, pull: Pull, viewer: Account | undefined, mergeable: boolean): Shape {
    const { merged, from } = pull;
    const page = `${this.origin}/${pathOf(repo)}/pulls/${pull.number}`;
    const side = (place: Repo, label: string, sha: string) => ({
      ...{ label, ref: label, sha, repo_id: place.id, repo: this.repo(place, viewer) },
    });
    return {
      ...{ id: pull.id, url: page, number: pull.number, user: this.user(pull.author), title: pull.title },
      ...{ body: pull.body, labels: pull.labels.map(({ name }) => this.label(repo, name)), milestone: null },
      ...{ assignee: null, assignees: null, requested_reviewers: pull.reviewers.map(who => this.user(who)) },
      ...{ requested_reviewers_teams: [], state: pull.state, draft: pull.draft, is_locked: false },
      ...{ comments: pull.talk.filter(({ kind }) => kind === 'comment').length, review_comments: 0 },
      ...{ additions: 1, deletions: 1, changed_files: 1, html_url: page, diff_url: `${page}.diff` },
      ...{ patch_url: `${page}.patch`, mergeable, merged: merged !== undefined },
      ...{ merged_at: merged ? time(merged.at) : null, merge_commit_sha: merged?.commit ?? null },
      ...{ merged_by: merged ? this.user(merged.by) : null, allow_maintainer_edit: false },
      base: side(repo, pull.base, pull.baseCommit),
      head: side(from.repo, from.branch, pull.head),
      ...{ merge_base: pull.baseCommit, due_date: null, created_at: time(pull.createdAt) },
      updated_at: time(pull.updatedAt),
      closed_at: pull.closedAt ? time(pull.closedAt) : null,
      pin_order: 0,
    };
  }

  commit(repo: Repo, { sha, tree, parents, author, committer, message }: Commit): Shape {
    const api = `${this.origin}/api/v1/repos/${pathOf(repo)}/git`;
    const page = `${this.origin}/${pathOf(repo)}/commit/${sha}`;
    const account = (email: string) => {
      const found = this.#world.accounts.find(known => known.email === email);
      return found ? this.user(found) : null;
    };
    const written = {
      author,
      committer,
      message: `${message}\n`,
      tree: { url: `${api}/trees/${tree}`, sha: tree },
    };
    return {
      ...{ url: `${api}/commits/${sha}`, sha, created: committer.date, html_url: page },
      commit: { url: `${api}/commits/${sha}`, ...written, verification: null },
      ...{ author: account(author.email), committer: account(committer.email) },
      parents: parents.map(parent => ({
        url: `${api}/commits/${parent}`,
        sha: parent,
        created: committer.date,
      })),
      ...{ files: [], stats: { total: 2, additions: 1, deletions: 1 } },
    };
  }

  label(repo: Repo, name: string): Shape {
    const label = repo.labels.find(known => known.name === name);
    if (!label) throw new Error(`no label ${name}`);
    return {
      ...{ ...label, exclusive: false, is_archived: false },
      url: `${this.origin}/api/v1/repos/${pathOf(repo)}/labels/${label.id}`,
    };
  }

  comment(repo: Repo, pull: Pull, remark: Remark): Shape {
    const { id, user, body, created_at, updated_at, html } = this.#said(repo, pull, remark);
    return {
      ...{ id, html_url: `${html}#issuecomment-${id}`, pull_request_url: html, issue_url: '', user },
      ...{ original_author: '', original_author_id: 0, body, assets: [], created_at, updated_at },
    };
  }

  review(repo: Repo, pull: Pull, review: Review): Shape {
    const { id, user, body, created_at, updated_at, html } = this.#said(repo, pull, review);
    const lines = linesOf(pull, review);
    return {
      ...{ id, user, team: null, state: verdicts[review.verdict], body, commit_id: review.commit },
      stale: review.commit !== pull.head,
      official: repo.rights.has(review.author.login),
      dismissed: false,
      ...{ comments_count: lines.length, submitted_at: created_at, updated_at },
      ...{ html_url: `${html}#issuecomment-${id}`, pull_request_url: html },
    };
  }

  lineComment(repo: Repo, pull: Pull, line: LineComment): Shape {
    const { id, user, body, created_at, updated_at, html } = this.#said(repo, pull, line);
    return {
      ...{ id, body, user, resolver: null, pull_request_review_id: line.review, created_at, updated_at },
      ...{ path: line.path, commit_id: line.commit, original_commit_id: '', diff_hunk: '@@ -1 +1 @@' },
      position: line.to,
      original_position: 0,
      html_url: `${html}#issuecomment-${id}`,
      pull_request_url: html,
    };
  }

  status(repo: Repo, check: Check): Shape {
    const { id, name, state, log, form, startedAt, at, commit } = check;
    return {
      ...{ id, status: { pending: 'pending', passed: 'success', failed: 'failure' }[state] },
      // Within Gitea itself the host is left out.
      target_url: form === 'run' ? `/${jobPath(repo, check)}` : '',
      description: form === 'run' ? `${state} after 2s` : log.slice(0, 255),
      context: name,
      creator: null,
      url: `${this.origin}/api/v1/repos/${pathOf(repo)}/statuses/${commit}`,
      ...{ created_at: time(startedAt), updated_at: time(at) },
    };
  }

  run(repo: Repo, check: Check): Shape {
    const { id, commit } = check;
    return {
      id,
      url: `${this.origin}/api/v1/repos/${pathOf(repo)}/actions/runs/${id}`,
      display_title: check.name,
      ...{ html_url: `${this.origin}/${pathOf(repo)}/actions/runs/${id}`, path: 'build.yml@refs/heads/main' },
      ...{ event: 'pull_request', run_attempt: 0, run_number: 1, head_sha: commit, ...this.#state(check) },
    };
  }

  job(repo: Repo, check: Check): Shape {
    return {
      id: check.id,
      run_id: check.id,
      name: check.name,
      head_sha: check.commit,
      labels: ['ubuntu-latest'],
      ...{ url: `${this.origin}/api/v1/repos/${pathOf(repo)}/actions/jobs/${check.id}`, steps: [] },
      ...{ html_url: `${this.origin}/${jobPath(repo, check)}`, run_attempt: 0, ...this.#state(check) },
    };
  }

  #state({ state, startedAt, at }: Check): Shape {
    const done = state !== 'pending';
    return {
      ...{ status: done ? 'completed' : 'in_progress', started_at: time(startedAt) },
      ...{ conclusion: { pending: null, passed: 'success', failed: 'failure' }[state] },
      completed_at: done ? time(at) : null,
    };
  }

  #said(repo: Repo, pull: Pull, { id, author, body, at }: Remark) {
    return {
      ...{ id, body, user: this.user(author), created_at: time(at), updated_at: time(at) },
      html: `${this.origin}/${pathOf(repo)}/pulls/${pull.number}`,
    };
  }
}

/** Gitea's clock shows whole seconds. */
export function time(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function linesOf(pull: Pull, review: Review): LineComment[] {
  return pull.talk.filter(
    (remark): remark is LineComment => remark.kind === 'line' && remark.review === review.id,
  );
}

function jobPath(repo: Repo, { id }: Check): string {
  return `${pathOf(repo)}/actions/runs/${id}/jobs/0`;
}
