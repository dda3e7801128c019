import { z } from 'zod';

/**
 * What a running log center prints when it is ready (`errata serve --json`), and what it writes into a file with mode 600
 * for the other processes of the same user to find it.
 */
export const readySchema = z.object({ url: z.url(), dsn: z.url(), token: z.string() });
export type Ready = z.infer<typeof readySchema>;

export const centerRecordSchema = readySchema.extend({ pid: z.int().positive() });
export type CenterRecord = z.infer<typeof centerRecordSchema>;
