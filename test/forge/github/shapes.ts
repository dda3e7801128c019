import type { Account, LineComment, Pull, Remark, Repo, Review } from '../model.ts';
import { pathOf, type World } from '../world.ts';
import { Description } from './description.ts';

type Shape = Record<string, unknown>;

/** What GitHub answers: its official examples, with what they are about put in. */
export class GitHubShapes {
  readonly #world: World;
  readonly origin: string;

  constructor(world: World, origin: string) {
    this.#world = world;
    this.origin = origin;
  }

  get api(): string {
    return `${this.origin}/api/v3`;
  }

  user(account: Account): Shape {
    const example = this.#example('simple-user', text => text.replaceAll('octocat', account.login));
    const type = account.isOrganization ? 'Organization' : 'User';
    return { ...example, login: account.login, id: account.id, node_id: nodeId('User', account.id), type };
  }

  userByMail(email: string): Shape | null {
    const account = this.#world.accounts.find(known => known.email === email);
    return account ? this.user(account) : null;
  }

  viewer(account: Account): Shape {
    const { name, email } = account;
    return { ...this.#example('private-user'), ...this.user(account), name, email };
  }

  /** What repositories are in other answers: without what only the full one says. */
  repo(repo: Repo, viewer: Account | undefined): Shape {
    const full = this.fullRepo(repo, viewer);
    for (const name of [
      'parent',
      'source',
      'template_repository',
      'organization',
      'subscribers_count',
      'network_count',
    ]) {
      delete full[name];
    }
    return full;
  }

  fullRepo(repo: Repo, viewer: Account | undefined): Shape {
    const may = (rights: 'read' | 'write' | 'admin') => this.#world.may(repo, viewer, rights);
    const shape: Shape = {
      ...this.filled(repo, 'full-repository'),
      ...{ id: repo.id, node_id: nodeId('Repository', repo.id), name: repo.name, full_name: pathOf(repo) },
      owner: this.user(repo.owner),
      private: repo.isPrivate,
      visibility: repo.isPrivate ? 'private' : 'public',
      ...{ fork: repo.parent !== undefined, default_branch: 'main', template_repository: null },
      allow_forking: repo.mayBeForked,
      created_at: time(repo.createdAt),
      updated_at: time(repo.createdAt),
      pushed_at: time(repo.createdAt),
      has_discussions: false,
      permissions: {
        ...{ admin: may('admin'), maintain: may('admin'), push: may('write') },
        ...{ triage: may('write'), pull: may('read') },
      },
    };
    delete shape['organization'];
    delete shape['parent'];
    delete shape['source'];
    // Who may not push is not told how merging is done.
    for (const name of ['allow_rebase_merge', 'allow_squash_merge', 'allow_merge_commit']) delete shape[name];
    if (may('write')) {
      const { styles } = repo;
      Object.assign(shape, {
        allow_squash_merge: styles.has('squash'),
        allow_merge_commit: styles.has('merge'),
      });
      Object.assign(shape, { allow_rebase_merge: styles.has('rebase'), delete_branch_on_merge: false });
    }
    if (repo.parent) shape['parent'] = shape['source'] = this.repo(repo.parent, viewer);
    return shape;
  }

  pull(repo: Repo, pull: Pull, viewer: Account | undefined, mergeable: boolean | null): Shape {
    const reviews = pull.talk.filter(({ kind }) => kind === 'line').length;
    return {
      ...this.#withPull(repo, pull, viewer, 'pull-request'),
      ...{ merged: pull.merged !== undefined, merged_by: pull.merged ? this.user(pull.merged.by) : null },
      ...{ mergeable, rebaseable: mergeable, mergeable_state: mergeableState(pull, mergeable) },
      ...{ comments: pull.talk.filter(({ kind }) => kind === 'comment').length, review_comments: reviews },
      ...{ maintainer_can_modify: false, commits: 1, additions: 1, deletions: 1, changed_files: 1 },
    };
  }

  /** As in a list. */
  pullItem(repo: Repo, pull: Pull, viewer: Account | undefined): Shape {
    const shape = this.#withPull(repo, pull, viewer, 'pull-request');
    for (const name of [
      'merged',
      'merged_by',
      'mergeable',
      'rebaseable',
      'mergeable_state',
      'comments',
      'review_comments',
      'maintainer_can_modify',
      'commits',
      'additions',
      'deletions',
      'changed_files',
    ])
      delete shape[name];
    return shape;
  }

  #withPull(repo: Repo, pull: Pull, viewer: Account | undefined, example: string): Shape {
    const { from, merged } = pull;
    const side = (owner: Repo, ref: string, sha: string) => ({
      ...{ label: `${owner.owner.login}:${ref}`, ref, sha },
      ...{ user: this.user(owner.owner), repo: this.repo(owner, viewer) },
    });
    return {
      ...this.filled(repo, example, text =>
        text
          .replaceAll('/1347', `/${pull.number}`)
          .replaceAll('6dcb09b5b57875f334f61aebed695e2e4193db5e', pull.head),
      ),
      ...{ id: pull.id, node_id: nodeId('PullRequest', pull.id), number: pull.number, state: pull.state },
      locked: false,
      active_lock_reason: null,
      title: pull.title,
      body: pull.body || null,
      draft: pull.draft,
      ...{ user: this.user(pull.author), labels: pull.labels.map(({ name }) => this.label(repo, name)) },
      ...{ milestone: null, assignee: null, assignees: [], requested_teams: [], auto_merge: null },
      requested_reviewers: pull.reviewers.map(person => this.user(person)),
      ...{ created_at: time(pull.createdAt), updated_at: time(pull.updatedAt) },
      closed_at: pull.closedAt ? time(pull.closedAt) : null,
      merged_at: merged ? time(merged.at) : null,
      // Of an open one it is the commit of a merge that GitHub tries for itself.
      merge_commit_sha: merged?.commit ?? pull.head.replace(/^./, '0'),
      ...{ head: side(from.repo, from.branch, pull.head), base: side(repo, pull.base, pull.baseCommit) },
      author_association: this.#association(repo, pull.author),
    };
  }

  label(repo: Repo, name: string): Shape {
    const label = repo.labels.find(known => known.name === name);
    if (!label) throw new Error(`no label ${name}`);
    const { id, color, description } = label;
    const url = `${this.api}/repos/${pathOf(repo)}/labels/${encodeURIComponent(name)}`;
    return {
      ...this.filled(repo, 'label'),
      id,
      node_id: nodeId('Label', id),
      url,
      name,
      color,
      description,
      default: false,
    };
  }

  comment(repo: Repo, pull: Pull, remark: Remark): Shape {
    const { html, ...said } = this.#said(repo, pull, remark);
    return {
      ...this.filled(repo, 'issue-comment', text => text.replaceAll('/1347', `/${pull.number}`)),
      ...{ ...said, node_id: nodeId('IssueComment', remark.id) },
      url: `${this.api}/repos/${pathOf(repo)}/issues/comments/${remark.id}`,
      html_url: `${html}#issuecomment-${remark.id}`,
    };
  }

  review(repo: Repo, pull: Pull, review: Review): Shape {
    const { html, created_at, updated_at: _, ...said } = this.#said(repo, pull, review);
    const states = { approved: 'APPROVED', 'changes-requested': 'CHANGES_REQUESTED', commented: 'COMMENTED' };
    const address = `${html}#pullrequestreview-${review.id}`;
    const pullUrl = `${this.api}/repos/${pathOf(repo)}/pulls/${pull.number}`;
    return {
      ...this.filled(repo, 'pull-request-review'),
      ...{ ...said, node_id: nodeId('PullRequestReview', review.id), state: states[review.verdict] },
      ...{ html_url: address, pull_request_url: pullUrl, submitted_at: created_at, commit_id: review.commit },
      _links: { html: { href: address }, pull_request: { href: pullUrl } },
    };
  }

  lineComment(repo: Repo, pull: Pull, line: LineComment): Shape {
    const { html, ...said } = this.#said(repo, pull, line);
    const address = `${html}#discussion_r${line.id}`;
    const url = `${this.api}/repos/${pathOf(repo)}/pulls/comments/${line.id}`;
    const pullUrl = `${this.api}/repos/${pathOf(repo)}/pulls/${pull.number}`;
    const start = line.from === line.to ? null : line.from;
    const { in_reply_to_id: __, ...example } = this.filled(repo, 'pull-request-review-comment');
    return {
      ...example,
      ...{ ...said, url, html_url: address, pull_request_url: pullUrl, pull_request_review_id: line.review },
      ...{ node_id: nodeId('PullRequestReviewComment', line.id), path: line.path },
      // Lines of a version that is not the newest any more are only the original ones.
      commit_id: pull.head,
      original_commit_id: line.commit,
      line: line.commit === pull.head ? line.to : null,
      start_line: line.commit === pull.head ? start : null,
      original_start_line: start,
      original_line: line.to,
      position: line.commit === pull.head ? line.to : null,
      original_position: line.to,
      side: 'RIGHT',
      ...{ start_side: start === null ? null : 'RIGHT', subject_type: 'line', diff_hunk: '@@ -1 +1 @@' },
      ...(line.thread !== undefined && { in_reply_to_id: line.thread }),
      _links: { self: { href: url }, html: { href: address }, pull_request: { href: pullUrl } },
    };
  }

  #said(repo: Repo, pull: Pull, { id, author, body, at }: Remark) {
    return {
      ...{ id, body, user: this.user(author), author_association: this.#association(repo, author) },
      created_at: time(at),
      updated_at: time(at),
      html: `${this.origin}/${pathOf(repo)}/pull/${pull.number}`,
    };
  }

  #association(repo: Repo, account: Account): string {
    return repo.owner === account ? 'OWNER' : repo.rights.has(account.login) ? 'COLLABORATOR' : 'NONE';
  }

  /** An official example, about this repository. */
  filled(repo: Repo, example: string, change: (text: string) => string = text => text): Shape {
    return this.#example(example, text =>
      change(
        text
          .replaceAll(/(?:octocat|github)\/hello-world/gi, pathOf(repo))
          .replaceAll('octocat', repo.owner.login),
      ),
    );
  }

  #example(name: string, change: (text: string) => string = text => text): Shape {
    const text = change(JSON.stringify(Description.get().example(name)));
    return JSON.parse(
      text.replaceAll('https://api.github.com', this.api).replaceAll('https://github.com', this.origin),
    );
  }
}

/** GitHub's clock shows whole seconds. */
export function time(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function nodeId(type: string, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

function mergeableState({ draft, state }: Pull, mergeable: boolean | null): string {
  if (mergeable === null || state === 'closed') return 'unknown';
  return mergeable ? (draft ? 'draft' : 'clean') : 'dirty';
}
