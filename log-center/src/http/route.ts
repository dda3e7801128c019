import {
  centerRoutes,
  type RouteAnswer,
  type RouteBody,
  type RouteName,
  type RouteQuery,
} from '@errata/protocol/center-routes';
import type { Route } from '@errata/protocol/routes/route';
import type { FastifyInstance } from 'fastify';
import type { Access, Principal } from './access.ts';
import { parseInput } from './input.ts';

/** The parameters that stand in a path as `:name`. */
type Parameters<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Readonly<Record<Name, string>> & Parameters<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Readonly<Record<Name, string>>
    : unknown;

/** What a handler is given: everything parsed, and who asks. */
export interface Asked<Name extends RouteName> {
  readonly parameters: Parameters<(typeof centerRoutes)[Name]['path']>;
  readonly query: RouteQuery<Name>;
  readonly body: RouteBody<Name>;
  readonly principal: Principal;
}

/** Serves one operation of the contract: demands the token's scope, parses, and answers in the contract's form. */
export function serve<Name extends RouteName>(
  scope: FastifyInstance,
  access: Access,
  name: Name,
  handle: (asked: Asked<Name>) => Promise<RouteAnswer<Name>>,
  options: { readonly bodyLimit?: number } = {},
): void {
  const route: Route = centerRoutes[name];
  scope.route({
    method: route.method,
    url: route.path,
    ...options,
    onRequest: async request => {
      await access.demand(request, route.scope);
    },
    handler: async (request, reply) => {
      const asked = {
        parameters: request.params,
        query: parseInput(route.query, request.query),
        body: parseInput(route.body, request.body),
        principal: access.principal(request),
      };
      const answer = await handle(asked as Asked<Name>);
      if (route.status !== undefined) reply.code(route.status);
      return answer;
    },
  });
}
