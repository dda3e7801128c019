import type { Hook } from '@errata/protocol/hook';
import type { FastifyInstance } from 'fastify';
import { newSecret, newSigningSecret } from '../../secret.ts';
import { insertAudit } from '../../store/audit.ts';
import { deleteHook, type HookRow, insertHook, listHooks } from '../../store/hooks.ts';
import { demandProject, type HttpContext } from '../context.ts';
import { RequestError } from '../problem.ts';
import { actor } from '../projects.ts';
import { serve } from '../route.ts';
import type { HookDirectory } from './hook-directory.ts';

/** Which webhooks a project takes. Several of one source may be active, so that a secret can be replaced. */
export function hookRoutes(scope: FastifyInstance, context: HttpContext, hooks: HookDirectory): void {
  const { store, access, now } = context;

  serve(scope, access, 'listHooks', async ({ parameters: { slug }, principal }) => {
    const project = await demandProject(context, slug, principal);
    return { hooks: (await listHooks(store.reader, project.id)).map(row => hookOf(row, slug)) };
  });

  serve(scope, access, 'createHook', async ({ parameters: { slug }, body: { source }, principal }) => {
    const { id: project } = await demandProject(context, slug, principal);
    // GitLab signs with no other form of secret, and sends any as it is.
    const secret = source === 'gitlab' ? newSigningSecret() : newSecret();
    const made = await store.write(async transaction => {
      const row = await insertHook(transaction, { project, source, secret }, now());
      const to = `${source} ${row.id} created`;
      await insertAudit(transaction, { ...actor(principal), action: 'hook', subject: slug, to }, now());
      return row;
    });
    hooks.forget();
    return { ...hookOf(made, slug), secret };
  });

  serve(scope, access, 'removeHook', async ({ parameters: { slug, hook: id }, principal }) => {
    const { id: project } = await demandProject(context, slug, principal);
    const removed = await store.write(async transaction => {
      const row = await deleteHook(transaction, project, Number(id) || 0);
      if (row === undefined) return undefined;
      const to = `${row.source} ${row.id} removed`;
      await insertAudit(transaction, { ...actor(principal), action: 'hook', subject: slug, to }, now());
      return row;
    });
    if (removed === undefined) {
      throw new RequestError(404, 'unknown-hook', `${slug} has no hook ${id.slice(0, 50)}.`);
    }
    hooks.forget();
    return hookOf(removed, slug);
  });

  function hookOf({ id, source, createdAt, heardAt }: HookRow, slug: string): Hook {
    const url = `${context.url()}/hooks/${source}?project=${encodeURIComponent(slug)}`;
    return { id, source, url, createdAt, ...(heardAt !== undefined && { heardAt }) };
  }
}
