import { z } from 'zod';

/**
 * What a running log center prints when it is ready (`errata serve --json`), and what it writes into a file with mode 600
 * for the other processes of the same user to find it.
 */
export const readySchema = z.object({ url: z.url(), dsn: z.url(), token: z.string() });
export type Ready = z.infer<typeof readySchema>;

/** What a log center exits with whose data another one holds; with anything else it cannot be started as things are. */
export const inUseExitCode = 3;

export const centerRecordSchema = readySchema.extend({ pid: z.int().positive() });
export type CenterRecord = z.infer<typeof centerRecordSchema>;
