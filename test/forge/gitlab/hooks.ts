import { createHmac, randomUUID } from 'node:crypto';
import type { Teller, Telling } from '../hooks.ts';
import type { Account, Change, Pull, PullAction, Repo } from '../model.ts';
import { pathOf } from '../world.ts';
import { CommitTellings } from './commit-tellings.ts';
import { HookParts, utc } from './hook-parts.ts';
import { type GitLabShapes, reviewersOf } from './shapes.ts';
import { discussionId, TalkShapes } from './talk-shapes.ts';

type Of<What extends Change['what']> = Extract<Change, { what: What }>;

const actions: Readonly<Record<PullAction, string>> = {
  opened: 'open',
  edited: 'update',
  pushed: 'update',
  closed: 'close',
  reopened: 'reopen',
  merged: 'merge',
  ...{ ready: 'update', draft: 'update', labeled: 'update', 'review-requested': 'update' },
};

/** GitLab's webhooks, as its documentation shows them. */
export class GitLabTeller implements Teller {
  readonly #repo: Repo;
  readonly #shapes: GitLabShapes;
  readonly #parts: HookParts;
  readonly #commits: CommitTellings;

  constructor(repo: Repo, shapes: GitLabShapes) {
    this.#repo = repo;
    this.#shapes = shapes;
    this.#parts = new HookParts(repo, shapes);
    this.#commits = new CommitTellings(repo, shapes.origin, this.#parts);
  }

  greet(): readonly Telling[] {
    return [];
  }

  headers({ event }: Telling, body: string, secret: string, id: string): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return {
      'user-agent': 'GitLab/18.6.0-ee',
      'x-gitlab-event': event,
      'x-gitlab-instance': this.#shapes.origin,
      'x-gitlab-webhook-uuid': randomUUID(),
      'x-gitlab-event-uuid': randomUUID(),
      'idempotency-key': id,
      'x-gitlab-token': secret,
      ...(secret.startsWith('whsec_') && {
        ...{ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` },
      }),
    };
  }

  tell(change: Change): readonly Telling[] {
    switch (change.what) {
      case 'pull':
        return [this.#request(change.pull, change.by, actions[change.action], change.before)];
      case 'remark':
        return this.#remark(change);
      case 'check':
        return [this.#commits.job(change.check), this.#commits.pipeline(change.check)];
      case 'deployment':
        return [this.#commits.deployment(change.deployment)];
      case 'release':
        return [this.#commits.release(change.release)];
      case 'push':
        return [this.#commits.push(change)];
    }
  }

  #request(pull: Pull, by: Account, action: string, oldrev?: string): Telling {
    const reviewers = reviewersOf(pull).map(({ person, state }) => ({
      ...this.#parts.user(person),
      state,
      re_requested: false,
    }));
    return {
      event: 'Merge Request Hook',
      payload: {
        object_kind: 'merge_request',
        event_type: 'merge_request',
        user: this.#parts.user(by),
        project: this.#parts.project(),
        object_attributes: { ...this.#parts.attributes(pull), action, ...(oldrev && { oldrev }) },
        labels: this.#parts.labels(pull),
        changes: {},
        repository: this.#parts.repository(),
        assignees: [],
        reviewers,
      },
    };
  }

  /** A review is a note where it has words, and a verdict on the merge request. */
  #remark({ pull, remark }: Of<'remark'>): Telling[] {
    const said = remark.body === '' ? [] : [this.#note(pull, remark)];
    if (remark.kind !== 'review' || remark.verdict === 'commented') return said;
    const action = remark.verdict === 'approved' ? 'approved' : 'update';
    return [...said, this.#request(pull, remark.author, action)];
  }

  #note(pull: Pull, remark: Of<'remark'>['remark']): Telling {
    const note = new TalkShapes(this.#shapes).note(this.#repo, pull, remark);
    const first = (remark.kind !== 'review' && remark.thread) || remark.id;
    const url = `${this.#shapes.origin}/${pathOf(this.#repo)}/-/merge_requests/${pull.number}#note_${remark.id}`;
    return {
      event: 'Note Hook',
      payload: {
        object_kind: 'note',
        event_type: 'note',
        user: this.#parts.user(remark.author),
        project_id: this.#repo.id,
        project: this.#parts.project(),
        object_attributes: {
          id: remark.id,
          internal: false,
          note: remark.body,
          noteable_type: 'MergeRequest',
          system: false,
          author_id: remark.author.id,
          created_at: utc(remark.at),
          updated_at: utc(remark.at),
          type: note['type'],
          project_id: this.#repo.id,
          attachment: null,
          line_code: null,
          commit_id: '',
          noteable_id: pull.id,
          ...{ st_diff: null, url, position: note['position'] ?? null, discussion_id: discussionId(first) },
          ...{ action: 'create', description: remark.body },
        },
        ...{ repository: this.#parts.repository(), merge_request: this.#parts.attributes(pull) },
      },
    };
  }
}
