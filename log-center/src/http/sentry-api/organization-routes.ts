import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../context.ts';
import { demandOrganization, matching, organizationOf, team } from './organization.ts';
import { sendPart } from './paging.ts';

interface OrganizationRoute {
  readonly Params: { readonly org: string };
}

/** Who asks, and the one organization with its one team. */
export function organizationRoutes(scope: FastifyInstance, { access, url }: HttpContext): void {
  scope.get('/', async request => {
    const { name, scopes } = access.principal(request);
    return { version: '0', auth: { scopes: [...scopes] }, user: userOf(name) };
  });
  scope.get('/auth', async request => userOf(access.principal(request).name));

  scope.get('/organizations', async (request, reply) =>
    sendPart(request, reply, url(), matching([organizationOf(url())], request)),
  );
  scope.get<OrganizationRoute>('/organizations/:org', async ({ params }) => {
    demandOrganization(params.org);
    return { ...organizationOf(url()), teams: [team] };
  });
  scope.get<OrganizationRoute>('/organizations/:org/teams', async (request, reply) => {
    demandOrganization(request.params.org);
    return sendPart(request, reply, url(), matching([team], request));
  });
}

/** The owner of a token as a user; nobody has an address here. */
function userOf(name: string) {
  return { id: name, name, username: name, email: '', isActive: true };
}
