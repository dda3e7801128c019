import { z } from 'zod';
import { createdTokenSchema, createTokenSchema, tokenSchema } from '../access.ts';
import { auditEntrySchema } from '../audit.ts';
import {
  acceptedEventSchema,
  auditQuerySchema,
  limitQuerySchema,
  reasonedSchema,
} from '../log-center-api.ts';
import { quarantinedSchema } from '../quarantine.ts';
import { none, nothing } from './route.ts';

/** What is asked and told of a log center itself: its audit trail, tokens and quarantine, see center-routes.ts. */
export const administrationRoutes = {
  readAudit: {
    method: 'GET',
    path: '/audit',
    scope: 'admin',
    summary: 'Every change that was made, oldest first',
    query: auditQuerySchema,
    body: none,
    answer: z.object({ entries: z.array(auditEntrySchema) }),
  },
  listTokens: {
    method: 'GET',
    path: '/tokens',
    scope: 'admin',
    summary: 'All tokens, without their secrets',
    ...nothing,
    answer: z.object({ tokens: z.array(tokenSchema) }),
  },
  createToken: {
    method: 'POST',
    path: '/tokens',
    scope: 'admin',
    summary: 'Make a token; its secret is told this once',
    query: none,
    body: createTokenSchema,
    answer: createdTokenSchema,
    status: 201,
  },
  revokeToken: {
    method: 'DELETE',
    path: '/tokens/:token',
    scope: 'admin',
    summary: 'Accept a token no more',
    ...nothing,
    answer: tokenSchema,
  },
  listQuarantine: {
    method: 'GET',
    path: '/quarantine',
    scope: 'read',
    summary: 'What was received but could not be processed, newest first',
    query: limitQuerySchema,
    body: none,
    answer: z.object({ items: z.array(quarantinedSchema) }),
  },
  replayQuarantined: {
    method: 'POST',
    path: '/quarantine/:item/replay',
    scope: 'admin',
    summary: 'Process it again | 409 `still-failing`',
    query: none,
    body: reasonedSchema,
    answer: acceptedEventSchema,
  },
} as const;
