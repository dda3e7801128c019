import { createHash } from 'node:crypto';
import type { Comment, LineComment, Pull, Remark, Repo, Review } from '../model.ts';
import { type GitLabShapes, iso, reviewersOf } from './shapes.ts';

type Shape = Record<string, unknown>;

/** What was said on a merge request, as GitLab answers. */
export class TalkShapes {
  readonly #shapes: GitLabShapes;

  constructor(shapes: GitLabShapes) {
    this.#shapes = shapes;
  }

  /** What was said, as notes; a review is one where it has words. */
  notes(repo: Repo, pull: Pull): Shape[] {
    return pull.talk.flatMap(remark => {
      const said = remark.body === '' ? [] : [this.note(repo, pull, remark)];
      if (remark.kind !== 'review' || remark.verdict !== 'approved') return said;
      const system = { ...this.note(repo, pull, remark), id: remark.id + 1_000_000, system: true };
      return [...said, { ...system, body: 'approved this merge request' }];
    });
  }

  note(repo: Repo, pull: Pull, remark: Remark): Shape {
    const { id, body, author, at } = remark;
    return {
      id,
      type: noteType(remark),
      body,
      author: this.#shapes.user(author),
      created_at: iso(at),
      updated_at: iso(at),
      ...{ system: false, noteable_id: pull.id, noteable_type: 'MergeRequest', project_id: repo.id },
      ...(remark.kind === 'line' && { commit_id: null, position: position(pull, remark), resolved: false }),
      ...{ resolvable: remark.kind === 'line', confidential: false, internal: false, imported: false },
      ...{ imported_from: 'none', noteable_iid: pull.number, commands_changes: {} },
    };
  }

  discussions(repo: Repo, pull: Pull): Shape[] {
    const threads = new Map<number, Remark[]>();
    for (const remark of pull.talk) {
      if (remark.body === '') continue;
      const first = (remark.kind !== 'review' && remark.thread) || remark.id;
      threads.set(first, [...(threads.get(first) ?? []), remark]);
    }
    return [...threads].map(([first, remarks]) => ({
      id: discussionId(first),
      individual_note: remarks.length === 1 && remarks[0]?.kind !== 'line',
      notes: remarks.map(remark => this.note(repo, pull, remark)),
    }));
  }

  approvals(repo: Repo, pull: Pull): Shape {
    const { title, description, state, created_at, updated_at } = this.#shapes.request(repo, pull);
    const approved = reviewersOf(pull).filter(({ state: said }) => said === 'approved');
    return {
      id: pull.id,
      iid: pull.number,
      project_id: repo.id,
      title,
      description,
      state,
      created_at,
      updated_at,
      ...{ merge_status: 'can_be_merged', approved: true, approvals_required: 0, approvals_left: 0 },
      ...{ require_password_to_approve: false, user_has_approved: false, user_can_approve: true },
      approved_by: approved.map(({ person, at }) => ({
        user: this.#shapes.user(person),
        approved_at: at && iso(at),
      })),
    };
  }
}

export function discussionId(first: number): string {
  return createHash('sha1').update(String(first)).digest('hex');
}

function noteType(remark: Comment | Review | LineComment): string | null {
  if (remark.kind === 'line') return 'DiffNote';
  return remark.kind === 'comment' && remark.thread !== undefined ? 'DiscussionNote' : null;
}

function position(pull: Pull, { path, from, to, commit }: LineComment): Shape {
  const end = (line: number) => ({
    line_code: `${discussionId(line)}_${line}_${line}`,
    type: 'new',
    old_line: null,
    new_line: line,
  });
  return {
    base_sha: pull.baseCommit,
    start_sha: pull.baseCommit,
    head_sha: commit,
    old_path: path,
    new_path: path,
    ...{ position_type: 'text', old_line: null, new_line: to },
    line_range: from === to ? null : { start: end(from), end: end(to) },
  };
}
