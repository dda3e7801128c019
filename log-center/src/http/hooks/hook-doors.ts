import { announceDeploymentSchema } from '@errata/protocol/deployment';
import type { HookSource } from '@errata/protocol/hook';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { wholeBody } from '../../collect/body.ts';
import type { Fact } from '../../lifecycle/fact.ts';
import { concernsUs, takeFacts } from '../../lifecycle/take-facts.ts';
import { isRemembered, rememberDelivery, touchHook } from '../../store/hooks.ts';
import type { KnownProject } from '../../store/project-directory.ts';
import type { HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { RequestError } from '../problem.ts';
import { demandRoom } from '../room.ts';
import { takeUnreadBodies } from '../unread-body.ts';
import { readGitea } from './gitea.ts';
import { readGithub } from './github.ts';
import { readGitlab } from './gitlab.ts';
import type { HookDirectory } from './hook-directory.ts';
import { type Verified, verify } from './verify.ts';

type Forge = Exclude<HookSource, 'deployments'>;

/** What becomes of a webhook that is signed rightly. */
type Result = 'taken' | 'doubled' | 'not-ours' | 'not-understood';

type HookRequest = FastifyRequest<{ Querystring: { project?: string | string[] } }>;

const kibi = 1024;
const stallMilliseconds = 10_000;
const most: Readonly<Record<HookSource, number>> = {
  github: 5 * kibi * kibi,
  gitlab: 5 * kibi * kibi,
  gitea: 5 * kibi * kibi,
  deployments: 64 * kibi,
};
/** How exactly it is recorded when a hook was heard last. */
const touchMilliseconds = 60_000;

/** Where a forge says what its webhook is about. Some versions of Gitea leave the first empty for what they added last. */
const events: Readonly<Record<Forge, readonly string[]>> = {
  github: ['x-github-event'],
  gitlab: ['x-gitlab-event'],
  gitea: ['x-gitea-event', 'x-gitea-event-type'],
};
const readers: Readonly<Record<Forge, (event: string, payload: unknown) => readonly Fact[]>> = {
  github: readGithub,
  gitlab: (_event, payload) => readGitlab(payload),
  gitea: readGitea,
};

/**
 * Where forges and deploy pipelines tell what has happened. Nothing is believed, or parsed, that is not signed with the secret of
 * a hook; and whoever knows none is not told whether there is the project, or a hook of it.
 */
export function hookDoors(scope: FastifyInstance, context: HttpContext, hooks: HookDirectory): void {
  const { store, projects, metrics, now } = context;
  const touched = new Map<number, number>();
  takeUnreadBodies(scope);

  for (const source of ['github', 'gitlab', 'gitea'] as const) {
    scope.post(`/${source}`, async (request: HookRequest, reply) => {
      await demandRoom(context, reply);
      const verified = await demandSigned(source, request);
      const project = await demandProject(source, verified.hook.project);
      reply.code(202);
      const [result] = await Promise.all([
        takeWebhook(source, request, project, verified),
        heard(verified.hook.id),
      ]);
      metrics.hooks.inc({ source, result });
      return { result };
    });
  }

  scope.post('/deployments', async (request: HookRequest, reply) => {
    await demandRoom(context, reply);
    const verified = await demandSigned('deployments', request);
    const project = await demandProject('deployments', verified.hook.project);
    const { slug } = project;
    const told = parseInput(z.looseObject({ project: z.string().default(slug) }), jsonOf(verified.payload));
    const announced = parseInput(announceDeploymentSchema, told);
    if (announced.project !== slug) throw unsigned('deployments');
    const { project: _, ...deployment } = announced;
    reply.code(202);
    const facts = [{ kind: 'deployment', announced: deployment }] as const;
    const [result] = await Promise.all([
      take(project, verified, facts, { by: 'deployment webhook', source: 'hook' }),
      heard(verified.hook.id),
    ]);
    metrics.hooks.inc({ source: 'deployments', result });
    return { result };
  });

  /** @throws {RequestError} 401 `not-signed`, for all that may be wrong alike */
  async function demandSigned(source: HookSource, request: HookRequest): Promise<Verified> {
    const all = await hooks.ofSource(source);
    if (all.length === 0) throw unsigned(source);
    const { project: named } = request.query;
    const slug = Array.isArray(named) ? named[0] : named;
    // Without a name it is the secret that tells the project, if it may be left out.
    const project = slug === undefined ? undefined : ((await projects.bySlug(slug))?.id ?? 0);
    const isOpen = project === undefined && source === 'deployments';
    const own = isOpen ? all : all.filter(hook => hook.project === project);
    const limits = { sent: most[source], unpacked: most[source], stallMilliseconds };
    const body = await wholeBody(request.raw, limits);
    const verified = verify(source, { headers: request.headers, body, now: now() }, own);
    if (verified === undefined) throw unsigned(source);
    return verified;
  }

  function unsigned(source: HookSource): RequestError {
    metrics.hooks.inc({ source, result: 'not-signed' });
    return new RequestError(
      401,
      'not-signed',
      'There is no such hook, or it is not signed with its secret, or not now. See docs/webhooks.md.',
    );
  }

  /** Projects are never removed; of one that was made elsewhere a moment ago nothing may be known yet. */
  async function demandProject(source: HookSource, id: number): Promise<KnownProject> {
    const project = await projects.byId(id);
    if (project === undefined) throw unsigned(source);
    return project;
  }

  async function takeWebhook(
    source: Forge,
    request: HookRequest,
    project: KnownProject,
    verified: Verified,
  ): Promise<Result> {
    const named = events[source].map(name => request.headers[name]);
    const event = String(named.find(name => name !== undefined && name !== '') ?? '');
    let facts: readonly Fact[];
    try {
      facts = readers[source](event, jsonOf(verified.payload));
    } catch (error) {
      if (!(error instanceof z.ZodError || error instanceof RequestError)) throw error;
      request.log.warn({ source, event: event.slice(0, 50) }, `Not understood: ${error.message}`);
      return 'not-understood';
    }
    return await take(project, verified, facts, { by: `${source} webhook`, source });
  }

  async function take(
    project: KnownProject,
    { delivery }: Verified,
    facts: readonly Fact[],
    teller: { readonly by: string; readonly source: string },
  ): Promise<Result> {
    // Asked without the writer, who is there for events: most of what is told is nothing new.
    if (await isRemembered(store.reader, project.id, delivery)) return 'doubled';
    if (!(await concernsUs(store.reader, project, facts))) return 'not-ours';
    return await store.write(async transaction => {
      if (!(await rememberDelivery(transaction, project.id, delivery, now()))) return 'doubled';
      await takeFacts(transaction, { project, ...teller }, facts, now());
      return 'taken';
    });
  }

  async function heard(id: number): Promise<void> {
    const at = now();
    if (at.getTime() - (touched.get(id) ?? 0) < touchMilliseconds) return;
    touched.set(id, at.getTime());
    await store.write(transaction => touchHook(transaction, id, at));
  }
}

/** @throws {RequestError} 400 `bad-request` */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'bad-request', 'The body is not JSON.');
  }
}
