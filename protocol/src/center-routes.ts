import type { z } from 'zod';
import { modelRoutes } from './model-ledger.ts';
import { administrationRoutes } from './routes/administration.ts';
import { followRoutes } from './routes/follow.ts';
import { issueRoutes } from './routes/issues.ts';
import { projectRoutes } from './routes/projects.ts';
import type { Route } from './routes/route.ts';
import { runRoutes } from './routes/runs.ts';

/**
 * The log center's own API: method, path and the form of everything that is sent and answered. What the server accepts, what
 * clients parse and what `/docs` shows are all made of this. Errors are problem documents (problem.ts). Beside it stand
 * `POST /events` (an event in any form, see event-input.ts) and the stream (stream.ts).
 */
export const centerRoutes = {
  ...projectRoutes,
  ...issueRoutes,
  ...runRoutes,
  ...administrationRoutes,
  ...followRoutes,
  ...modelRoutes,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof centerRoutes;
export type RouteQuery<N extends RouteName> = z.infer<(typeof centerRoutes)[N]['query']>;
export type RouteBody<N extends RouteName> = z.infer<(typeof centerRoutes)[N]['body']>;
export type RouteAnswer<N extends RouteName> = z.infer<(typeof centerRoutes)[N]['answer']>;
