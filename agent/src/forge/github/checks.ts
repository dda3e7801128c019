import type { Check } from '@errata/protocol/followed-pull-request';
import type { FailedCheck } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { logEnd, mostOfLog } from '../strangers-text.ts';
import { type CheckRun, type CommitStatus, checkRunsSchema, statusesSchema } from './answers.ts';
import { type GithubClient, until } from './client.ts';

const mostChecks = 200;
const mostPages = 3;
const mostLogs = 10;
/** Of a log that may be long, so much more than is kept is read, as colours and times are cut out of it. */
const logBytes = 2 * mostOfLog;

interface Seen {
  readonly runs: readonly CheckRun[];
  readonly statuses: readonly CommitStatus[];
}

/** The checks of a commit, each name once with the worst that is said of it; nothing where this token may not see them. */
export async function checksOf(
  client: GithubClient,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<Check[] | undefined> {
  const seen = await look(client, commit, signal);
  if (seen === undefined) return undefined;
  const all: Check[] = [
    ...seen.runs.map(run => ({
      ...{ name: run.name, state: stateOf(run), at: run.completed_at ?? run.started_at ?? undefined },
      url: run.details_url,
    })),
    ...seen.statuses.map(status => ({
      ...{ name: status.context, state: stateOfStatus(status), at: status.updated_at ?? undefined },
      url: status.target_url,
    })),
  ];
  const byName = new Map<string, Check>();
  for (const check of all) {
    const other = byName.get(check.name);
    if (other === undefined || severity[check.state] > severity[other.state]) byName.set(check.name, check);
  }
  return [...byName.values()].slice(0, mostChecks);
}

/** Those that failed, with the end of what they printed. */
export async function failedChecksOf(
  client: GithubClient,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<FailedCheck[]> {
  const { runs, statuses } = (await look(client, commit, signal)) ?? { runs: [], statuses: [] };
  const failed: FailedCheck[] = [];
  for (const run of runs.filter(run => stateOf(run) === 'failed')) {
    const hasLog = run.conclusion !== 'cancelled' && failed.length < mostLogs;
    const log = hasLog ? await logOf(client, run, signal) : '';
    failed.push({ name: run.name, log });
  }
  for (const status of statuses.filter(status => stateOfStatus(status) === 'failed'))
    failed.push({ name: status.context, log: logEnd(status.description) });
  return failed;
}

const severity: Readonly<Record<Check['state'], number>> = { passed: 0, pending: 1, failed: 2 };

/**
 * What waits for a person or was overtaken has not failed: nothing is known of it yet. What was cancelled counts as failed, as
 * GitHub has it: others of its matrix did.
 */
function stateOf({ status, conclusion }: CheckRun): Check['state'] {
  if (status !== 'completed') return 'pending';
  if (['success', 'neutral', 'skipped'].includes(conclusion ?? '')) return 'passed';
  return ['failure', 'timed_out', 'startup_failure', 'cancelled'].includes(conclusion ?? '')
    ? 'failed'
    : 'pending';
}

function stateOfStatus({ state }: CommitStatus): Check['state'] {
  if (state === 'success') return 'passed';
  return state === 'failure' || state === 'error' ? 'failed' : 'pending';
}

/** Each of the two may be kept from a token. */
async function look(
  client: GithubClient,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<Seen | undefined> {
  const about = { ...client.place, ref: commit, request: until(signal) };
  const [runs, statuses] = await Promise.all([
    visible(
      client.list(checkRunsSchema, page => client.rest.checks.listForRef({ ...about, ...page }), mostPages),
    ),
    visible(
      client.list(
        statusesSchema,
        page => client.rest.repos.getCombinedStatusForRef({ ...about, ...page }),
        mostPages,
      ),
    ),
  ]);
  if (runs === undefined && statuses === undefined) return undefined;
  return {
    runs: runs?.flatMap(({ check_runs }) => check_runs) ?? [],
    statuses: statuses?.flatMap(page => page.statuses) ?? [],
  };
}

async function visible<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (ForgeError.is(error, 'forbidden', 'not-found')) return undefined;
    throw error;
  }
}

/** The log of a job of Actions; of other programs, what they say of their result. */
async function logOf(client: GithubClient, run: CheckRun, signal: AbortSignal | undefined): Promise<string> {
  const { title = '', summary = '', text = '' } = run.output ?? {};
  const said = logEnd([title, summary, text].filter(part => part !== '').join('\n\n'));
  if (run.app?.slug !== 'github-actions') return said;
  const job = /\/job\/(\d{1,20})(?:[?#]|$)/.exec(run.details_url ?? '')?.[1] ?? String(run.id);
  const { owner, repo } = client.place;
  const log = await visible(
    client.connection.ask(`repos/${owner}/${repo}/actions/jobs/${job}/logs`, {
      signal,
      endOnly: logBytes,
      elsewhere: true,
    }),
  );
  return log === undefined ? said : logEnd(log.text);
}
