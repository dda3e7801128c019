import { z } from 'zod';

/*
 * Who may do what at a log center. SDKs show the public key of a project; everyone else a token.
 */

/** `read` looks, `write` works on issues, `ingest` sends events over the native API, `admin` may do everything. */
export const scopeSchema = z.enum(['ingest', 'read', 'write', 'admin']);
export type Scope = z.infer<typeof scopeSchema>;

/** A token as it is listed: the secret itself is told once, when it is made, and kept as a hash only. */
export const tokenSchema = z.object({
  id: z.int().positive(),
  name: z.string(),
  scopes: z.array(scopeSchema).min(1),
  /** Slug of the only project that it reaches; absent: all. */
  project: z.string().optional(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().optional(),
  revokedAt: z.iso.datetime().optional(),
});
export type Token = z.infer<typeof tokenSchema>;

export const createTokenSchema = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scopeSchema).min(1),
  project: z.string().optional(),
});
export const createdTokenSchema = z.object({ token: tokenSchema, secret: z.string() });

/** A key of a project, public by nature: it stands in a DSN, and allows to send events and nothing else. */
export const projectKeySchema = z.object({
  id: z.int().positive(),
  key: z.string(),
  label: z.string(),
  dsn: z.url(),
  active: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type ProjectKey = z.infer<typeof projectKeySchema>;
