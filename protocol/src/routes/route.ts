import { z } from 'zod';
import type { Scope } from '../access.ts';

/** One operation of the log center's own API, below `/api/v1`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters as `:name`. */
  readonly path: string;
  /** What a token must be allowed to. */
  readonly scope: Scope;
  readonly summary: string;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  /** Of a success, where it is not 200. */
  readonly status?: number;
}

/** Of a route that takes no query, or no body. */
export const none = z.unknown();
export const nothing = { query: none, body: none } as const;
