import type { ProjectKey } from '@errata/protocol/access';
import type { FastifyInstance } from 'fastify';
import { insertAudit } from '../store/audit.ts';
import { insertKey, type KeyRow, listKeys, revokeKey } from '../store/keys.ts';
import { ensureProject, saveSettings } from '../store/projects.ts';
import { demandReach, type Principal } from './access.ts';
import { demandProject, dsnOf, type HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

export function projectRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, projects, now } = context;

  serve(scope, access, 'listProjects', async ({ principal }) => {
    const all = await projects.all();
    const reached = all.filter(({ slug }) => (principal.project ?? slug) === slug);
    return {
      projects: reached.map(({ id, slug, key }) => ({ id, slug, dsn: dsnOf(id, key, context.url()) })),
    };
  });

  serve(scope, access, 'createProject', async ({ body: { slug }, principal }) => {
    demandReach(principal, slug);
    const created = await store.write(async transaction => {
      const made = await ensureProject(transaction, slug, now());
      const change = { ...actor(principal), action: 'project', subject: slug, to: 'created' } as const;
      if (made.created) await insertAudit(transaction, change, now());
      return made.created;
    });
    if (!created) throw new RequestError(409, 'project-exists', `There is a project ${slug} already.`);
    projects.forget();
    const { id, key } = await demandProject(context, slug, principal);
    return { id, slug, dsn: dsnOf(id, key, context.url()) };
  });

  serve(scope, access, 'readSettings', async ({ parameters: { slug }, principal }) => {
    return (await demandProject(context, slug, principal)).settings;
  });

  serve(scope, access, 'changeSettings', async ({ parameters: { slug }, body, principal }) => {
    const project = await demandProject(context, slug, principal);
    const from = JSON.stringify(project.settings);
    const to = JSON.stringify(body);
    await store.write(async transaction => {
      await saveSettings(transaction, project.id, body);
      const change = { ...actor(principal), action: 'settings', subject: slug, from, to } as const;
      await insertAudit(transaction, change, now());
    });
    projects.forget();
    return body;
  });

  serve(scope, access, 'listKeys', async ({ parameters: { slug }, principal }) => {
    const project = await demandProject(context, slug, principal);
    const keys = await listKeys(store.reader, project.id);
    return { keys: keys.map(keyOf) };
  });

  serve(scope, access, 'createKey', async ({ parameters: { slug }, body: { label }, principal }) => {
    const project = await demandProject(context, slug, principal);
    const key = await store.write(async transaction => {
      const made = await insertKey(transaction, project.id, label, now());
      const change = { ...actor(principal), action: 'key', subject: slug, to: `${made.id} created` } as const;
      await insertAudit(transaction, change, now());
      return made;
    });
    projects.forget();
    return keyOf(key);
  });

  serve(scope, access, 'revokeKey', async ({ parameters: { slug, key: id }, principal }) => {
    const project = await demandProject(context, slug, principal);
    const revoked = await store.write(async transaction => {
      if (!(await revokeKey(transaction, project.id, Number(id) || 0))) return undefined;
      const change = { ...actor(principal), action: 'key', subject: slug, to: `${id} revoked` } as const;
      await insertAudit(transaction, change, now());
      return (await listKeys(transaction, project.id)).find(key => key.id === Number(id));
    });
    if (revoked === undefined) {
      throw new RequestError(404, 'unknown-key', `${slug} has no key ${id.slice(0, 50)}.`);
    }
    projects.forget();
    return keyOf(revoked);
  });

  function keyOf({ project, ...row }: KeyRow): ProjectKey {
    return { ...row, dsn: dsnOf(project, row.key, context.url()) };
  }
}

/** The owner of a token as the one who did something. */
export function actor(principal: Principal): { by: string; token: string } {
  return { by: principal.name, token: principal.name };
}
