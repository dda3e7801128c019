import { z } from 'zod';

const sha1 = z.string().regex(/^[0-9a-f]{40}$/);
const mostChunks = 2048;

/** What clients ask for when they have a bundle to upload, again and again until it is read. */
export const assembleSchema = z.object({
  checksum: sha1,
  chunks: z.array(sha1).max(mostChunks),
  projects: z.array(z.string().min(1)).min(1).max(100),
  version: z.string().max(250).nullish(),
  dist: z.string().max(250).nullish(),
});

/** How far the log center is with a bundle. */
export interface AssembleAnswer {
  readonly state: 'not_found' | 'created' | 'ok' | 'error';
  readonly missingChunks: readonly string[];
  readonly detail?: string;
}
