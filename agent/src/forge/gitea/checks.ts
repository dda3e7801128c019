import type { Check } from '@errata/protocol/followed-pull-request';
import type { FailedCheck } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { logEnd, mostOfLog, webUrl } from '../strangers-text.ts';
import { combinedStatusSchema, jobsSchema, runsSchema, type Status } from './answers.ts';
import type { Hub } from './hub.ts';

const mostChecks = 200;
const mostLogs = 10;

/** Nothing where this account is not shown them. */
export async function checksOf(
  hub: Hub,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<Check[] | undefined> {
  return (await statuses(hub, commit, signal))?.map(status => ({
    name: status.context,
    state: stateOf(status),
    url: webUrl(addressOf(hub, status.target_url)),
    at: status.updated_at ?? undefined,
  }));
}

export async function failedChecks(
  hub: Hub,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<FailedCheck[]> {
  const all = (await statuses(hub, commit, signal)) ?? [];
  const failed = all.filter(status => stateOf(status) === 'failed').slice(0, mostLogs);
  const jobs = failed.length === 0 ? [] : await jobsOf(hub, commit, signal);
  const checks: FailedCheck[] = [];
  for (const status of failed) {
    const job = jobs.find(one => isOf(hub, one, status));
    const log = job ? await logOf(hub, job.id, signal) : '';
    checks.push({ name: status.context, log: log || status.description });
  }
  return checks;
}

async function statuses(hub: Hub, commit: string, signal: AbortSignal | undefined) {
  const question = { query: { limit: 50 }, signal };
  const combined = await hub.seek(`commits/${commit}/status`, combinedStatusSchema, question);
  return combined && (combined.statuses ?? []).slice(0, mostChecks);
}

function stateOf({ status }: Status): Check['state'] {
  if (status === 'failure' || status === 'error') return 'failed';
  return status === 'success' || status === 'warning' || status === 'skipped' ? 'passed' : 'pending';
}

type Job = NonNullable<(typeof jobsSchema)['_output']['jobs']>[number];

/** Those that Gitea's own CI ran, as far as this version tells of them. */
async function jobsOf(hub: Hub, commit: string, signal: AbortSignal | undefined): Promise<Job[]> {
  const query = { head_sha: commit, limit: 20 };
  const runs = await hub.seek('actions/runs', runsSchema, { query, signal });
  const found: Job[] = [];
  for (const { id } of runs?.workflow_runs?.slice(0, 20) ?? []) {
    found.push(...((await hub.seek(`actions/runs/${id}/jobs`, jobsSchema, { signal }))?.jobs ?? []));
  }
  return found;
}

/** By its page; else by its name, which a status of Gitea's CI has between its workflow's and its event's. */
function isOf(hub: Hub, { name, html_url }: Job, { context, target_url }: Status): boolean {
  const page = addressOf(hub, target_url);
  return page !== '' && page === addressOf(hub, html_url)
    ? true
    : name !== '' && page.includes('/actions/runs/') && context.includes(`/ ${name} (`);
}

async function logOf(hub: Hub, job: number, signal: AbortSignal | undefined): Promise<string> {
  try {
    const question = { signal, endOnly: 4 * mostOfLog };
    return logEnd((await hub.connection.ask(hub.path(`actions/jobs/${job}/logs`), question)).text);
  } catch (error) {
    if (ForgeError.is(error, 'not-found', 'forbidden')) return '';
    throw error;
  }
}

function addressOf(hub: Hub, text: string): string {
  const root = `${hub.pages}/`;
  return text !== '' && URL.canParse(text, root) ? new URL(text, root).href : '';
}
