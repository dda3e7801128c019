import type { ModelCall } from '@errata/protocol/model';
import { scrubberOf } from '@errata/protocol/scrub/scrubber-of';
import { type ScrubSettings, scrubSettingsSchema } from '@errata/protocol/scrub-settings';
import type { FastifyInstance } from 'fastify';
import { beginModelCall, recordModelCall } from '../ledger/model-ledger.ts';
import { issueById } from '../store/issues.ts';
import { modelCallById, modelUsage, pageOfModelCalls } from '../store/model-calls.ts';
import type { KnownProject } from '../store/project-directory.ts';
import { runById } from '../store/runs.ts';
import type { Principal } from './access.ts';
import { demandProject, type HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

/** A prompt and its answer may go along. */
const mostRecorded = 16 * 1024 * 1024;
const dayMilliseconds = 86_400_000;
const usualScrubbing = scrubSettingsSchema.parse({});

/** The ledger of what models were asked. */
export function modelCallRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  serve(scope, access, 'beginModelCall', async ({ body, principal }) => {
    const { project } = await belonging(body.run, principal);
    const teller = { token: principal.name, project: project?.id };
    return store.write(transaction => beginModelCall(transaction, body, teller, now()));
  });

  serve(
    scope,
    access,
    'recordModelCall',
    async ({ body, principal }) => {
      const { project, issue } = await belonging(body.run, principal);
      const call = scrubbed(body, project?.settings.scrub ?? usualScrubbing);
      const teller = { token: principal.name, project: project?.id, subject: issue ?? call.model };
      return {
        recorded: await store.write(transaction => recordModelCall(transaction, call, teller, now())),
      };
    },
    { bodyLimit: mostRecorded },
  );

  serve(scope, access, 'listModelCalls', async ({ query: { day, ...query }, principal }) => {
    const { project } = await belonging(query.run, principal);
    const from = day === undefined ? undefined : new Date(day);
    const to = from && new Date(from.getTime() + dayMilliseconds);
    const reached = principal.project === undefined ? undefined : project?.id;
    const wanted = { ...query, project: reached, from: from?.toISOString(), to: to?.toISOString() };
    return pageOfModelCalls(store.reader, wanted);
  });

  serve(scope, access, 'readModelCall', async ({ parameters: { id }, principal }) => {
    const found = await modelCallById(store.reader, id);
    const own = principal.project && (await demandProject(context, principal.project, principal));
    if (found !== undefined && (!own || found.project === own.id)) return found.call;
    throw new RequestError(404, 'unknown-model-call', `There is no call ${id.slice(0, 100)} of a model.`);
  });

  serve(scope, access, 'modelUsage', async ({ query, principal }) => {
    await belonging(query.run, principal);
    const since = new Date(query.since).toISOString();
    return modelUsage(store.reader, { run: query.run, token: principal.name, since });
  });

  /** The issue and the project of a run, else the project that the token is for. */
  async function belonging(
    run: string | undefined,
    principal: Principal,
  ): Promise<{ project?: KnownProject; issue?: string }> {
    if (run === undefined) {
      const { project } = principal;
      return project === undefined ? {} : { project: await demandProject(context, project, principal) };
    }
    const known = await runById(store.reader, run);
    const issue = known && (await issueById(store.reader, known.issue));
    if (issue === undefined) {
      throw new RequestError(404, 'unknown-run', `There is no run ${run.slice(0, 100)}.`);
    }
    return { project: await demandProject(context, issue.project, principal), issue: issue.id };
  }
}

/** Nobody wants secrets in a prompt, even where events are to be kept as they are. */
function scrubbed({ prompt, answer, ...call }: ModelCall, settings: ScrubSettings): ModelCall {
  const scrubber = scrubberOf(settings.enabled ? settings : usualScrubbing);
  // What stands in the place of a secret may be longer, and the whole must not be.
  const text = (given: string) => scrubber.text(given).slice(0, given.length);
  return {
    ...call,
    ...(prompt !== undefined && { prompt: text(prompt) }),
    ...(answer !== undefined && { answer: text(answer) }),
  };
}
