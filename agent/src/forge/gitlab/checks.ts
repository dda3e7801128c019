import type { Check } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type { FailedCheck } from '../forge.ts';
import { logEnd } from '../strangers-text.ts';
import { type MergeRequest, mergeRequestSchema, type Status, statusSchema } from './answers.ts';
import { type Lab, pages } from './lab.ts';
import { headOf } from './seen.ts';

type ProjectId = string | number;

interface Reported extends Status {
  readonly project: ProjectId;
}

const mostChecks = 200;
const mostLogs = 10;

/** The newest of each name; nothing where this account is not shown them. */
export async function checksOf(
  lab: Lab,
  request: MergeRequest,
  signal: AbortSignal | undefined,
): Promise<Check[] | undefined> {
  const reported = await statuses(lab, placesOf(request), signal);
  return reported?.flatMap(status => {
    const state = stateOf(status);
    const at = status.finished_at ?? status.started_at ?? status.created_at ?? undefined;
    return state === undefined ? [] : [{ name: status.name, state, url: status.target_url, at }];
  });
}

export async function failedChecks(
  lab: Lab,
  project: ProjectId,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<FailedCheck[]> {
  const request = await requestOf(lab, project, commit, signal);
  const places = request ? placesOf(request) : [{ project, commit }];
  const failed = (await statuses(lab, places, signal))?.filter(status => stateOf(status) === 'failed');
  return Promise.all(
    (failed ?? []).slice(0, mostLogs).map(async ({ project, id, name, description }) => {
      const log = await lab.seek(z.string(), signal, api => api.Jobs.showLog(project, id));
      return { name, log: logEnd(log ?? '') || description };
    }),
  );
}

/** Jobs run in the fork that it comes from, in the project itself, or on what the merge would make of it. */
function placesOf(request: MergeRequest): { project: ProjectId; commit: string }[] {
  const { source_project_id, target_project_id, head_pipeline } = request;
  const head = headOf(request);
  if (head === undefined) return [];
  const places = [source_project_id ?? target_project_id, target_project_id].map(project => ({
    project,
    commit: head,
  }));
  if (head_pipeline?.sha) {
    places.push({ project: head_pipeline.project_id ?? target_project_id, commit: head_pipeline.sha });
  }
  return [...new Map(places.map(place => [`${place.project} ${place.commit}`, place])).values()];
}

async function statuses(
  lab: Lab,
  places: readonly { project: ProjectId; commit: string }[],
  signal: AbortSignal | undefined,
): Promise<Reported[] | undefined> {
  const found = await Promise.all(
    places.map(async ({ project, commit }) => {
      const all = await lab.seek(z.array(statusSchema), signal, api =>
        api.Commits.allStatuses(project, commit, { all: false, ...pages }),
      );
      return all?.map(status => ({ ...status, project }));
    }),
  );
  if (found.every(part => part === undefined)) return undefined;
  const newest = found.flatMap(part => part ?? []).sort((a, b) => a.id - b.id);
  return [...new Map(newest.map(status => [status.name, status])).values()].slice(0, mostChecks);
}

/** Nothing for what waits for a person who need not come. */
function stateOf({ status, allow_failure }: Status): Check['state'] | undefined {
  if (status === 'success' || status === 'skipped') return 'passed';
  if (status === 'failed') return allow_failure ? 'passed' : 'failed';
  return status === 'manual' && allow_failure ? undefined : 'pending';
}

/** The merge request whose tip it is, in full. */
async function requestOf(lab: Lab, project: ProjectId, commit: string, signal: AbortSignal | undefined) {
  const requests = await lab.seek(z.array(mergeRequestSchema), signal, api =>
    api.Commits.allMergeRequests(project, commit),
  );
  const tips = requests?.filter(request => headOf(request) === commit) ?? [];
  const found = tips.find(({ state }) => state === 'opened') ?? tips[0];
  return (
    found && (await lab.seek(mergeRequestSchema, signal, api => api.MergeRequests.show(project, found.iid)))
  );
}
