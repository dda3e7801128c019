import type { FastifyInstance } from 'fastify';
import { auditAfter, insertAudit } from '../store/audit.ts';
import { insertToken, listTokens, revokeToken } from '../store/tokens.ts';
import { demandProject, type HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { actor } from './projects.ts';
import { serve } from './route.ts';

/** Tokens, and the record of what was changed. */
export function operationRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  serve(scope, access, 'listTokens', async ({ principal }) => {
    const tokens = await listTokens(store.reader);
    return { tokens: tokens.filter(({ project }) => (principal.project ?? project) === project) };
  });

  serve(scope, access, 'createToken', async ({ body, principal }) => {
    if (body.project !== undefined) await demandProject(context, body.project, principal);
    else if (principal.project !== undefined) throw beyond(principal.project);
    return store.write(async transaction => {
      const made = await insertToken(transaction, body, now());
      const change = { ...actor(principal), action: 'token', subject: body.name } as const;
      await insertAudit(transaction, { ...change, to: `created: ${body.scopes.join(' ')}` }, now());
      return made;
    });
  });

  serve(scope, access, 'revokeToken', async ({ parameters, principal }) => {
    const revoked = await store.write(async transaction => {
      const token = await revokeToken(transaction, Number(parameters.token) || 0, now());
      if (token === undefined) return undefined;
      if ((principal.project ?? token.project) !== token.project) throw beyond(principal.project ?? '');
      const change = { ...actor(principal), action: 'token', subject: token.name, to: 'revoked' } as const;
      await insertAudit(transaction, change, now());
      return token;
    });
    if (revoked === undefined) {
      throw new RequestError(404, 'unknown-token', `There is no token ${parameters.token.slice(0, 50)}.`);
    }
    access.forget();
    return revoked;
  });

  serve(scope, access, 'readAudit', async ({ query, principal }) => {
    if (principal.project !== undefined) throw beyond(principal.project);
    return { entries: await auditAfter(store.reader, query) };
  });
}

function beyond(project: string): RequestError {
  return new RequestError(403, 'other-project', `The token reaches the project ${project} only.`);
}
