import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Commit } from '../bare-repository.ts';
import type { Teller, Telling } from '../hooks.ts';
import type { Change, Check, Deployment, PullAction, Release, Repo } from '../model.ts';
import { pathOf } from '../world.ts';
import { CommitShapes } from './commit-shapes.ts';
import { type GitHubShapes, nodeId, time } from './shapes.ts';

type Shape = Record<string, unknown>;
type Of<What extends Change['what']> = Extract<Change, { what: What }>;

const actions: Readonly<Record<PullAction, string>> = {
  ...{ opened: 'opened', edited: 'edited', pushed: 'synchronize', closed: 'closed', reopened: 'reopened' },
  ...{ merged: 'closed', ready: 'ready_for_review', draft: 'converted_to_draft', labeled: 'labeled' },
  'review-requested': 'review_requested',
};

/** GitHub's webhooks: its published examples, with what they are about put in. */
export class GitHubTeller implements Teller {
  readonly #repo: Repo;
  readonly #shapes: GitHubShapes;
  readonly #commits: CommitShapes;

  constructor(repo: Repo, shapes: GitHubShapes) {
    this.#repo = repo;
    this.#shapes = shapes;
    this.#commits = new CommitShapes(shapes);
  }

  greet(): readonly Telling[] {
    return [this.#telling('ping', {}, this.#shapes.user(this.#repo.owner))];
  }

  headers({ event }: Telling, body: string, secret: string, id: string): Record<string, string> {
    const sign = (algorithm: string) =>
      `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
    return {
      ...{ 'user-agent': 'GitHub-Hookshot/044aadd', 'x-github-delivery': id, 'x-github-event': event },
      ...{ 'x-github-hook-id': '292430182', 'x-github-hook-installation-target-type': 'repository' },
      'x-github-hook-installation-target-id': String(this.#repo.id),
      'x-github-enterprise-version': '3.19.0',
      ...{ 'x-hub-signature': sign('sha1'), 'x-hub-signature-256': sign('sha256') },
    };
  }

  tell(change: Change): readonly Telling[] {
    switch (change.what) {
      case 'pull':
        return [this.#pull(change)];
      case 'remark':
        return [this.#remark(change)];
      case 'check':
        return change.check.form === 'status' ? [this.#status(change.check)] : this.#run(change);
      case 'deployment':
        return this.#deployment(change.deployment);
      case 'release':
        return [this.#release(change.release)];
      case 'push':
        return [this.#push(change)];
    }
  }

  #pull({ action, pull, by, before }: Of<'pull'>): Telling {
    const [label] = pull.labels.slice(-1);
    const [reviewer] = pull.reviewers.slice(-1);
    const more: Shape = {
      ...(action === 'pushed' && { before, after: pull.head }),
      ...(action === 'labeled' && label && { label: this.#shapes.label(this.#repo, label.name) }),
      ...(action === 'review-requested' && reviewer && { requested_reviewer: this.#shapes.user(reviewer) }),
      ...(action === 'edited' && { changes: {} }),
    };
    const said = { action: actions[action], number: pull.number, pull_request: this.#shown(pull), ...more };
    return this.#telling('pull_request', said, this.#shapes.user(by));
  }

  #remark({ pull, remark }: Of<'remark'>): Telling {
    const sender = this.#shapes.user(remark.author);
    const pullRequest = this.#shapes.pullItem(this.#repo, pull, undefined);
    if (remark.kind === 'review') {
      const review = this.#shapes.review(this.#repo, pull, remark);
      // In capitals in the API, and not here.
      const state = String(review['state']).toLowerCase();
      const said = { action: 'submitted', review: { ...review, state, body: remark.body || null } };
      return this.#telling('pull_request_review', { ...said, pull_request: pullRequest }, sender);
    }
    if (remark.kind === 'line') {
      const comment = this.#shapes.lineComment(this.#repo, pull, remark);
      return this.#telling(
        'pull_request_review_comment',
        { action: 'created', comment, pull_request: pullRequest },
        sender,
      );
    }
    const { url, html_url, diff_url, patch_url, title, body, user, state, number } = pullRequest;
    const issue = {
      ...objectIn(this.#example('issue_comment', 'created'), 'issue'),
      id: pull.id,
      number,
      title,
      body,
      user,
      state,
      html_url,
      labels: pullRequest['labels'],
      assignees: [],
      created_at: time(pull.createdAt),
      updated_at: time(pull.updatedAt),
      closed_at: null,
      assignee: null,
      ...{ milestone: null, draft: pull.draft, url: String(url).replace('/pulls/', '/issues/') },
      pull_request: { url, html_url, diff_url, patch_url, merged_at: null },
    };
    const comment = this.#shapes.comment(this.#repo, pull, remark);
    return this.#telling('issue_comment', { action: 'created', issue, comment }, sender);
  }

  /** Its workflow begins with the first of a commit's jobs, and ends with the last. */
  #run({ check, isNew }: Of<'check'>): Telling[] {
    const sender = this.#shapes.user(this.#repo.owner);
    const branch = this.#branchOf(check.commit);
    const all = this.#repo.checks.filter(({ form, commit }) => form === 'run' && commit === check.commit);
    const ended = all.every(({ state }) => state !== 'pending');
    const tell = (event: string, action: string, run: Shape) =>
      this.#telling(
        event,
        { action, [event]: { ...objectIn(this.#example(event, action), event), ...run } },
        sender,
      );
    const suite = { id: check.id + 1, head_branch: branch, head_sha: check.commit };
    const run = (as: Check) => ({ ...this.#commits.checkRun(this.#repo, as), check_suite: suite });
    const page = `${this.#shapes.origin}/${pathOf(this.#repo)}/actions/runs/${all[0]?.id ?? check.id}`;
    const whole = (status: string) => ({
      ...{ id: all[0]?.id, head_branch: branch, head_sha: check.commit, status, pull_requests: [] },
      conclusion:
        status !== 'completed' ? null : all.some(({ state }) => state === 'failed') ? 'failure' : 'success',
      ...{ created_at: time(check.startedAt), updated_at: time(check.at) },
    });
    const workflow = (status: string) => ({ ...whole(status), name: 'CI', html_url: page });
    return [
      ...(isNew && all.length === 1 ? [tell('workflow_run', 'requested', workflow('queued'))] : []),
      ...(isNew ? [tell('check_run', 'created', run({ ...check, state: 'pending' }))] : []),
      ...(check.state !== 'pending' ? [tell('check_run', 'completed', run(check))] : []),
      ...(ended ? [tell('check_suite', 'completed', whole('completed'))] : []),
      ...(ended ? [tell('workflow_run', 'completed', workflow('completed'))] : []),
    ];
  }

  #status(check: Check): Telling {
    const { id, state, context, description, target_url, created_at, updated_at } = this.#commits.status(
      this.#repo,
      check,
    );
    const branch = this.#branchOf(check.commit);
    const branches =
      branch === null ? [] : [{ name: branch, commit: { sha: check.commit }, protected: false }];
    const said = { id, sha: check.commit, name: pathOf(this.#repo), context, description, target_url, state };
    const more = { branches, created_at, updated_at };
    return this.#telling('status', { ...said, ...more }, this.#shapes.user(this.#repo.owner));
  }

  #deployment({ id, commit, ref, environment, by, startedAt, at, state }: Deployment): Telling[] {
    const sender = this.#shapes.user(by);
    const example = this.#example('deployment_status', 'created');
    const url = `${this.#shapes.api}/repos/${pathOf(this.#repo)}/deployments/${id}`;
    const deployment = {
      ...objectIn(example, 'deployment'),
      ...{ url, id, node_id: nodeId('Deployment', id), sha: commit, ref, environment, creator: sender },
      ...{ original_environment: environment, created_at: time(startedAt), updated_at: time(at) },
      ...{ statuses_url: `${url}/statuses` },
    };
    const status = {
      ...objectIn(example, 'deployment_status'),
      url: `${url}/statuses/${id + 1}`,
      id: id + 1,
      state,
      creator: sender,
      environment,
      target_url: '',
      ...{ created_at: time(at), updated_at: time(at), deployment_url: url },
    };
    return [
      this.#telling('deployment', { action: 'created', deployment }, sender),
      this.#telling(
        'deployment_status',
        { action: 'created', deployment_status: status, deployment },
        sender,
      ),
    ];
  }

  #release({ id, tag, commit, name, by, at }: Release): Telling {
    const sender = this.#shapes.user(by);
    const shown = {
      ...objectIn(this.#example('release', 'published'), 'release'),
      id,
      tag_name: tag,
      target_commitish: commit,
      name,
      author: sender,
      draft: false,
      prerelease: false,
      ...{ created_at: time(at), published_at: time(at), assets: [], body: '' },
      html_url: `${this.#shapes.origin}/${pathOf(this.#repo)}/releases/tag/${tag}`,
    };
    return this.#telling('release', { action: 'published', release: shown }, sender);
  }

  #push({ branch, before, after, tip, by }: Of<'push'>): Telling {
    const none = '0'.repeat(40);
    const head = tip && this.#headCommit(tip);
    const said = {
      ref: `refs/heads/${branch}`,
      before: before ?? none,
      after: after ?? none,
      base_ref: null,
      created: before === undefined,
      deleted: after === undefined,
      forced: false,
      commits: head ? [head] : [],
      head_commit: head ?? null,
      pusher: { name: by.login, email: by.email },
    };
    return this.#telling('push', said, this.#shapes.user(by));
  }

  #headCommit({ sha, tree, message, author, committer }: Commit): Shape {
    const url = `${this.#shapes.origin}/${pathOf(this.#repo)}/commit/${sha}`;
    const timestamp = committer.date;
    const files = { added: [], removed: [], modified: [] };
    return { id: sha, tree_id: tree, distinct: true, message, timestamp, url, author, committer, ...files };
  }

  #shown(pull: Of<'pull'>['pull']): Shape {
    return this.#shapes.pull(this.#repo, pull, undefined, null);
  }

  #branchOf(commit: string): string | null {
    const pull = this.#repo.pulls.find(({ head }) => head === commit);
    return pull?.from.branch ?? [...this.#repo.branches].find(([, tip]) => tip === commit)?.[0] ?? null;
  }

  /** Everything that an example has is in what is sent, too. */
  #telling(event: string, said: Shape, sender: Shape): Telling {
    const { installation: _, organization: __, ...example } = this.#example(event, said['action']);
    const { permissions: ___, ...shown } = this.#shapes.repo(this.#repo, undefined);
    const repository = { ...objectIn(example, 'repository'), ...shown };
    const { owner } = this.#repo;
    const organization = owner.isOrganization ? { organization: this.#shapes.user(owner) } : {};
    return { event, payload: { ...example, ...said, repository, ...organization, sender } };
  }

  #example(event: string, action: unknown): Shape {
    const all = examples().find(({ name }) => name === event)?.examples ?? [];
    const example = all.find(known => known['action'] === action) ?? all[0];
    if (!example) throw new Error(`no example of ${event}`);
    const text = JSON.stringify(example).replaceAll(
      /(?:Codertocat|octo-org|octokit|octocat)\/[\w.-]+/g,
      pathOf(this.#repo),
    );
    return JSON.parse(
      text
        .replaceAll('https://api.github.com', this.#shapes.api)
        .replaceAll('https://github.com', this.#shapes.origin),
    );
  }
}

function objectIn(example: Shape, name: string): Shape {
  return { ...(example[name] as Shape) };
}

interface Examples {
  readonly name: string;
  readonly examples: readonly Shape[];
}

let loaded: readonly Examples[] | undefined;

/** Read where they are first needed. */
function examples(): readonly Examples[] {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  loaded ??= JSON.parse(readFileSync(file, 'utf8')) as Examples[];
  return loaded;
}
