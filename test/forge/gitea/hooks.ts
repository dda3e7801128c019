import { createHmac } from 'node:crypto';
import type { Teller, Telling } from '../hooks.ts';
import type { Account, Change, Check, PullAction, Release, Repo } from '../model.ts';
import { pathOf } from '../world.ts';
import { type GiteaShapes, time } from './shapes.ts';

type Of<What extends Change['what']> = Extract<Change, { what: What }>;

const actions: Readonly<Record<PullAction, string>> = {
  ...{ opened: 'opened', edited: 'edited', pushed: 'synchronized', closed: 'closed', reopened: 'reopened' },
  ...{ merged: 'closed', ready: 'edited', draft: 'edited', labeled: 'label_updated' },
  'review-requested': 'review_requested',
};
/** The exact names of those whose name is not that of their event. */
const types: Readonly<Partial<Record<PullAction, string>>> = {
  ...{ pushed: 'pull_request_sync', labeled: 'pull_request_label' },
  'review-requested': 'pull_request_review_request',
};
const verdicts = {
  ...{ approved: 'pull_request_approved', 'changes-requested': 'pull_request_rejected' },
  commented: 'pull_request_comment',
} as const;

export class GiteaTeller implements Teller {
  readonly #repo: Repo;
  readonly #shapes: GiteaShapes;

  constructor(repo: Repo, shapes: GiteaShapes) {
    this.#repo = repo;
    this.#shapes = shapes;
  }

  greet(): readonly Telling[] {
    return [];
  }

  headers(
    { event, type = event }: Telling,
    body: string,
    secret: string,
    id: string,
  ): Record<string, string> {
    const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex');
    return {
      ...{ 'x-gitea-delivery': id, 'x-gitea-event': event, 'x-gitea-event-type': type },
      ...{ 'x-gitea-signature': sign('sha256'), 'x-gogs-delivery': id, 'x-gogs-event': event },
      ...{ 'x-gogs-event-type': type, 'x-gogs-signature': sign('sha256'), 'x-github-delivery': id },
      ...{ 'x-github-event': event, 'x-github-event-type': type, 'x-hub-signature': `sha1=${sign('sha1')}` },
      'x-hub-signature-256': `sha256=${sign('sha256')}`,
    };
  }

  tell(change: Change): readonly Telling[] {
    switch (change.what) {
      case 'pull':
        return [this.#pull(change)];
      case 'remark':
        return this.#remark(change);
      case 'check':
        return [this.#status(change.check)];
      case 'release':
        return [this.#release(change.release)];
      case 'push':
        return change.after === undefined ? [] : [this.#push(change, change.after)];
      // It has none.
      case 'deployment':
        return [];
    }
  }

  #pull({ action, pull, by }: Of<'pull'>): Telling {
    const reviewer = action === 'review-requested' ? pull.reviewers.at(-1) : undefined;
    return this.#telling('pull_request', by, types[action] ?? 'pull_request', {
      ...{ action: actions[action], number: pull.number, pull_request: this.#shown(pull) },
      ...{ requested_reviewer: reviewer ? this.#shapes.user(reviewer) : null, commit_id: '', review: null },
    });
  }

  /** What is said at lines is not told; only that a review was made. */
  #remark({ pull, remark }: Of<'remark'>): Telling[] {
    const shown = this.#shown(pull);
    const { number } = pull;
    if (remark.kind === 'comment') {
      const comment = this.#shapes.comment(this.#repo, pull, remark);
      const issue = {
        ...{ id: pull.id, url: shown['url'], html_url: shown['html_url'], number, user: shown['user'] },
        original_author: '',
        original_author_id: 0,
        title: pull.title,
        body: pull.body,
        ref: '',
        assets: [],
        ...{ labels: shown['labels'], milestone: null, assignee: null, assignees: null, state: pull.state },
        ...{ is_locked: false, comments: shown['comments'], created_at: shown['created_at'], due_date: null },
        ...{ updated_at: shown['updated_at'], closed_at: shown['closed_at'], pin_order: 0 },
        pull_request: {
          merged: shown['merged'],
          merged_at: shown['merged_at'],
          draft: pull.draft,
          html_url: shown['html_url'],
        },
        repository: {
          id: this.#repo.id,
          name: this.#repo.name,
          owner: this.#repo.owner.login,
          full_name: pathOf(this.#repo),
        },
      };
      const said = { action: 'created', issue, pull_request: shown, comment, is_pull: true };
      return [this.#telling('issue_comment', remark.author, 'pull_request_comment', said)];
    }
    if (remark.kind === 'line') return [];
    const event = verdicts[remark.verdict];
    const type = event.replace('pull_request_', 'pull_request_review_');
    const review = { type, content: remark.body };
    const said = {
      action: 'reviewed',
      number,
      pull_request: shown,
      requested_reviewer: null,
      commit_id: '',
      review,
    };
    return [this.#telling(event, remark.author, type, said)];
  }

  #status(check: Check): Telling {
    const { id, status, context, description, target_url, created_at, updated_at } = this.#shapes.status(
      this.#repo,
      check,
    );
    const commit = {
      id: check.commit,
      message: '',
      url: `${this.#shapes.origin}/${pathOf(this.#repo)}/commit/${check.commit}`,
    };
    const said = {
      commit,
      context,
      created_at,
      description,
      id,
      sha: check.commit,
      state: status,
      target_url,
      updated_at,
    };
    return this.#telling('status', this.#repo.owner, 'status', said);
  }

  #release({ id, tag, commit, name, by, at }: Release): Telling {
    const page = `${this.#shapes.origin}/${pathOf(this.#repo)}`;
    const release = {
      ...{ id, tag_name: tag, target_commitish: commit, name, body: '', draft: false, prerelease: false },
      ...{ url: `${this.#shapes.origin}/api/v1/repos/${pathOf(this.#repo)}/releases/${id}`, assets: [] },
      ...{ html_url: `${page}/releases/tag/${tag}`, tarball_url: `${page}/archive/${tag}.tar.gz` },
      ...{ zipball_url: `${page}/archive/${tag}.zip`, created_at: time(at), published_at: time(at) },
      author: this.#shapes.user(by),
    };
    return this.#telling('release', by, 'release', { action: 'published', release });
  }

  #push({ branch, before, by }: Of<'push'>, after: string): Telling {
    const pusher = this.#shapes.user(by);
    const none = '0'.repeat(40);
    const said = { ref: `refs/heads/${branch}`, before: before ?? none, after, compare_url: '', commits: [] };
    return this.#telling('push', by, 'push', { ...said, total_commits: 0, head_commit: null, pusher });
  }

  #shown(pull: Of<'pull'>['pull']) {
    return this.#shapes.pull(this.#repo, pull, undefined, pull.state === 'open');
  }

  #telling(event: string, by: Account, type: string, said: object): Telling {
    const repository = this.#shapes.repo(this.#repo, undefined);
    return { event, type, payload: { ...said, repository, sender: this.#shapes.user(by) } };
  }
}
