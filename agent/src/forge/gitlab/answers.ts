import { commitIdSchema } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import { instant, perhaps, url, words } from '../answer-fields.ts';

// Of what GitLab answers, what is used of it; versions differ in the rest.

const id = z.int().positive();
const commit = perhaps(commitIdSchema);

export const userSchema = z.object({ id, username: z.string().max(300) });

export const accountSchema = userSchema.extend({ can_create_project: perhaps(z.boolean()) });

const access = perhaps(z.object({ access_level: z.int() }));

export const projectSchema = z.object({
  id,
  path_with_namespace: z.string().max(1000),
  namespace: perhaps(z.object({ full_path: z.string().max(1000) })),
  default_branch: z.string().max(500).nullish(),
  archived: perhaps(z.boolean()),
  permissions: perhaps(z.object({ project_access: access, group_access: access })),
  merge_method: perhaps(z.enum(['merge', 'rebase_merge', 'ff'])),
  squash_option: perhaps(z.enum(['never', 'always', 'default_on', 'default_off'])),
  forking_access_level: perhaps(z.string()),
  forked_from_project: perhaps(z.object({ id })),
  import_status: perhaps(z.string()),
  import_error: words(500),
});
export type Project = z.infer<typeof projectSchema>;

export const mergeRequestSchema = z.object({
  iid: id,
  web_url: url,
  title: words(1000),
  state: z.enum(['opened', 'closed', 'merged', 'locked']),
  draft: perhaps(z.boolean()),
  work_in_progress: perhaps(z.boolean()),
  source_branch: z.string().max(500),
  target_branch: z.string().max(500),
  /** Nothing where the fork that it came from is gone. */
  source_project_id: id.nullish(),
  target_project_id: id,
  sha: commit,
  diff_refs: perhaps(z.object({ head_sha: commit })),
  merge_commit_sha: commit,
  squash_commit_sha: commit,
  merged_at: perhaps(instant),
  merge_user: perhaps(userSchema),
  merged_by: perhaps(userSchema),
  updated_at: instant,
  detailed_merge_status: words(100),
  merge_status: words(100),
  head_pipeline: perhaps(z.object({ sha: commit, project_id: perhaps(id) })),
  reviewers: perhaps(z.array(userSchema)),
  diverged_commits_count: perhaps(z.int().nonnegative()),
  rebase_in_progress: perhaps(z.boolean()),
  merge_error: words(500),
});
export type MergeRequest = z.infer<typeof mergeRequestSchema>;

/** A job, or what another CI reported. */
export const statusSchema = z.object({
  id,
  name: words(300),
  status: words(100),
  allow_failure: perhaps(z.boolean()),
  target_url: url,
  description: words(2000),
  created_at: perhaps(instant),
  started_at: perhaps(instant),
  finished_at: perhaps(instant),
});
export type Status = z.infer<typeof statusSchema>;

export const approvalsSchema = z.object({
  approved_by: z.array(z.object({ user: userSchema.pick({ username: true }) })),
});

export const reviewerSchema = z.object({ user: userSchema.pick({ username: true }), state: words(100) });

const line = perhaps(z.object({ new_line: perhaps(id) }));

export const noteSchema = z.object({
  id,
  body: words(100_000),
  author: perhaps(userSchema),
  created_at: instant,
  system: perhaps(z.boolean()),
  position: perhaps(
    z.object({
      new_path: z.string().min(1).max(1000),
      new_line: id,
      head_sha: commit,
      line_range: perhaps(z.object({ start: line, end: line })),
    }),
  ),
});
export type Note = z.infer<typeof noteSchema>;

export const discussionSchema = z.object({
  id: z.string().max(100),
  notes: z.array(z.object({ id })),
});

export const memberSchema = z.object({
  access_level: z.int(),
  state: perhaps(z.string()),
  membership_state: perhaps(z.string()),
});
