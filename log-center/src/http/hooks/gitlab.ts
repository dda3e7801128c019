import type { AnnouncedDeployment } from '@errata/protocol/deployment';
import { commitIdSchema, type RepositoryPlace } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type { Fact } from '../../lifecycle/fact.ts';
import { checkOf, jobSchema, mergeRequestFacts, mergeRequestHook, projectSchema } from './gitlab-payload.ts';
import { linkSchema, placeOf, roundOf, textSchema, timeSchema } from './words.ts';

const shown = z.object({ project: projectSchema });
type Shown = z.infer<typeof shown>;

const lineSchema = z.object({ new_line: z.int().positive().nullish() }).nullish();
const noteHook = shown.extend({
  user: z.object({ username: z.string().max(300) }),
  object_attributes: z.object({
    id: z.int(),
    note: textSchema(),
    noteable_type: z.string().nullish(),
    system: z.boolean().default(false),
    type: z.string().nullish(),
    url: linkSchema,
    position: z
      .object({
        new_path: textSchema(1000).nullish(),
        new_line: z.int().positive().nullish(),
        line_range: z.object({ start: lineSchema, end: lineSchema }).nullish().catch(undefined),
      })
      .nullish()
      .catch(undefined),
  }),
  merge_request: z.object({ iid: z.int().positive() }).optional(),
});
const pipelineHook = shown.extend({
  object_attributes: z.object({ sha: commitIdSchema, ref: textSchema(500).nullish() }),
  merge_request: z.object({ source_branch: textSchema(500) }).nullish(),
  builds: z.array(jobSchema).max(5000).default([]),
});
const jobHook = z.object({
  sha: commitIdSchema,
  ref: textSchema(500).nullish(),
  build_id: z.int(),
  build_name: textSchema(300),
  build_status: z.string(),
  build_allow_failure: z.boolean().default(false),
  build_started_at: timeSchema.nullish(),
  build_finished_at: timeSchema.nullish(),
  repository: z.object({ homepage: z.string().max(2000) }),
  project: projectSchema.optional(),
});
const deploymentHook = shown.extend({
  status: z.string(),
  status_changed_at: timeSchema,
  environment: textSchema(100),
  short_sha: z.string(),
  commit_url: z.string().max(2000),
  deployable_url: linkSchema.nullable(),
});
const deploymentStates: ReadonlyMap<string, AnnouncedDeployment['status']> = new Map([
  ['running', 'started'],
  ['success', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);
const releaseHook = shown.extend({
  action: z.string(),
  tag: z.string().trim().min(1).max(250),
  released_at: timeSchema.nullish(),
  created_at: timeSchema,
  commit: z.object({ id: commitIdSchema }).nullish(),
});
const mostChecks = 200;

const readers: Readonly<Record<string, (payload: unknown) => readonly Fact[]>> = {
  merge_request: payload => {
    const told = mergeRequestHook.parse(payload);
    return at(told, place => mergeRequestFacts(told, place));
  },

  note: payload => {
    const told = noteHook.parse(payload);
    const { object_attributes: note, merge_request: named, user } = told;
    if (note.system || note.noteable_type !== 'MergeRequest' || named === undefined) return [];
    const asked = roundOf({
      key: `comment-${note.id}`,
      author: user.username,
      isBot: /^(?:project|group)_\d+_bot/.test(user.username),
      text: note.note,
      url: note.url,
      isRequest: note.type === 'DiffNote',
      at: linesOf(note.position),
    });
    if (asked === undefined) return [];
    return at(told, place => [{ kind: 'round', of: { place, number: named.iid }, asked }]);
  },

  pipeline: payload => {
    const told = pipelineHook.parse(payload);
    const jobs = told.builds.filter(({ status }) => status !== 'manual').sort((a, b) => a.id - b.id);
    // Of a job that was tried again the last try counts.
    const checks = new Map(jobs.map(job => [job.name, checkOf(job, told.project.web_url)]));
    const { sha: head, ref } = told.object_attributes;
    const branch = told.merge_request?.source_branch ?? ref ?? undefined;
    return at(told, place => [
      { kind: 'checks', place, head, branch, checks: [...checks.values()].slice(0, mostChecks) },
    ]);
  },

  build: payload => {
    const told = jobHook.parse(payload);
    const { homepage } = told.repository;
    const project = told.project ?? { web_url: homepage, path_with_namespace: pathOf(homepage) };
    if (told.build_status === 'manual') return [];
    const job = {
      id: told.build_id,
      name: told.build_name,
      status: told.build_status,
      allow_failure: told.build_allow_failure,
      started_at: told.build_started_at,
      finished_at: told.build_finished_at,
    };
    const checks = [checkOf(job, project.web_url)];
    const branch = told.ref ?? undefined;
    return at({ project }, place => [{ kind: 'checks', place, head: told.sha, branch, checks }]);
  },

  deployment: payload => {
    const told = deploymentHook.parse(payload);
    const status = deploymentStates.get(told.status);
    const [, commit = told.short_sha] = /\/commit\/([0-9a-f]{40,64})$/.exec(told.commit_url) ?? [];
    if (status === undefined || !/^[0-9a-f]{7,64}$/.test(commit)) return [];
    const { environment, status_changed_at, deployable_url: url } = told;
    const repository = told.project.path_with_namespace;
    const announced = { environment, commit, repository, status, at: status_changed_at, ...(url && { url }) };
    return [{ kind: 'deployment', announced }];
  },

  release: payload => {
    const { action, tag, commit, project, ...told } = releaseHook.parse(payload);
    if (action !== 'create') return [];
    const release = {
      version: tag,
      repository: project.path_with_namespace,
      ...(commit && { commit: commit.id }),
      at: told.released_at ?? told.created_at,
    };
    return [{ kind: 'release', release }];
  },
};

/**
 * What a webhook of GitLab tells; nothing where it tells nothing that we ask for.
 * @throws {z.ZodError} where it is not in the form that is documented
 */
export function readGitlab(payload: unknown): readonly Fact[] {
  const { object_kind: kind } = z.object({ object_kind: z.string().default('') }).parse(payload);
  return (Object.hasOwn(readers, kind) && readers[kind]?.(payload)) || [];
}

function at({ project }: Shown, tell: (place: RepositoryPlace) => readonly Fact[]): readonly Fact[] {
  const place = placeOf('gitlab', project.web_url, project.path_with_namespace);
  return place === undefined ? [] : tell(place);
}

function pathOf(page: string): string {
  return URL.canParse(page) ? new URL(page).pathname.slice(1) : '';
}

function linesOf(position: z.infer<typeof noteHook>['object_attributes']['position']) {
  const { new_path: path, new_line: line, line_range: range } = position ?? {};
  const to = range?.end?.new_line ?? line;
  if (!path || !to) return undefined;
  return { path, from: Math.min(range?.start?.new_line ?? to, to), to };
}
