import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { editorFiguresSchema } from './editor/figures.ts';
import { figuresSchema } from './locate/figures.ts';
import { repairAnswerSchema } from './repair/figures.ts';

const folder = join(import.meta.dirname, 'results');

const machineSchema = z.object({
  processor: z.string(),
  cores: z.number(),
  memory: z.number(),
  kernel: z.string(),
  node: z.string(),
  /** Of the folder for temporary files, in which the databases lie. */
  fileSystem: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

/** Milliseconds. */
const latencySchema = z.object({ p50: z.number(), p99: z.number(), max: z.number() });

const aboutFields = {
  date: z.iso.datetime(),
  commit: z.string(),
  command: z.string(),
  machine: machineSchema,
};
const recordFields = {
  ...aboutFields,
  seconds: z.number(),
  /** Neighbours that could not be measured, and why. */
  absent: z.array(z.object({ target: z.string(), reason: z.string() })),
};
const targetSchema = z.enum(['errata', 'commit-per-event', 'spotlight']);

const ingestRunSchema = z.object({
  target: targetSchema,
  /** Bytes of an event's JSON. */
  bytes: z.number(),
  acknowledged: z.number(),
  refused: z.record(z.string(), z.number()),
  unanswered: z.number(),
  /** From the first request until all that was acknowledged could be seen (where it can be seen at all). */
  drainedSeconds: z.number(),
  drainedPerSecond: z.number(),
  generatorCpu: z.number(),
  /** Over both loads: how many events and issues were there in the end, against those acknowledged. */
  seen: z
    .object({ events: z.number(), issues: z.number(), lost: z.number(), surplus: z.number() })
    .optional(),
  half: z.object({
    perSecond: z.number(),
    latency: latencySchema.optional(),
    refused: z.record(z.string(), z.number()),
    unanswered: z.number(),
  }),
  /** Bytes of memory. */
  idle: z.number(),
  peak: z.number(),
  end: z.number(),
  /** Processors kept busy under each load. */
  cpu: z.number(),
  halfCpu: z.number(),
  storedPerEvent: z.number().optional(),
});
export type IngestRun = z.infer<typeof ingestRunSchema>;

const ingestSchema = z.object({ ...recordFields, connections: z.number(), runs: z.array(ingestRunSchema) });
export type IngestResults = z.infer<typeof ingestSchema>;

const streamRunSchema = z.object({
  target: targetSchema,
  bytes: z.number(),
  perSecond: z.number(),
  subscribers: z.number(),
  latency: latencySchema.optional(),
  /** Events of which a subscriber was not told. */
  missing: z.number(),
  unacknowledged: z.number(),
  cpu: z.number(),
  peak: z.number(),
});
export type StreamRun = z.infer<typeof streamRunSchema>;

const streamSchema = z.object({ ...recordFields, runs: z.array(streamRunSchema) });
export type StreamResults = z.infer<typeof streamSchema>;

const locateSetSchema = z.object({
  ...aboutFields,
  /** The folder's name. */
  name: z.string(),
  jobs: z.int(),
  /** Cases that could not be measured, and why. */
  broken: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** Cases for which Errata failed instead of giving an answer. */
  failed: z.array(z.object({ name: z.string(), reason: z.string() })),
  figures: z.object({ errata: figuresSchema, 'top-frame': figuresSchema, 'sentry-rule': figuresSchema }),
});
export type LocateSet = z.infer<typeof locateSetSchema>;

const locateSchema = z.object({ sets: z.array(locateSetSchema) });
export type LocateResults = z.infer<typeof locateSchema>;

const scaleSchema = z.object({
  ...aboutFields,
  commits: z.int(),
  files: z.int(),
  coldSeconds: z.array(z.number()),
  warmSeconds: z.array(z.number()),
  fromDisk: z.boolean(),
  lineFound: z.boolean(),
  culpritRank: z.int().optional(),
});
export type ScaleResults = z.infer<typeof scaleSchema>;

const holdSchema = z.enum(['hard', 'soft', 'none']);
const sandboxSchema = z.object({
  ...aboutFields,
  files: z.int(),
  /** Of the system over the minute before. */
  load: z.number(),
  sandboxes: z.array(
    z.object({
      kind: z.string(),
      holds: z.object({
        net: holdSchema,
        fs: holdSchema,
        pids: holdSchema,
        memProc: holdSchema,
        memTotal: holdSchema,
        cpu: holdSchema,
        disk: holdSchema,
        time: holdSchema,
      }),
      prepareMilliseconds: z.number(),
      runs: z.array(z.object({ command: z.string(), milliseconds: z.array(z.number()) })),
    }),
  ),
  absent: z.array(z.object({ target: z.string(), reason: z.string() })),
});
export type SandboxResults = z.infer<typeof sandboxSchema>;

const repairSetSchema = z.object({
  ...aboutFields,
  /** The folder's name, or that of the collection. */
  name: z.string(),
  jobs: z.int(),
  /** Cases that could not be measured, and why. */
  broken: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** Cases for which Errata failed instead of giving an answer. */
  failed: z.array(z.object({ name: z.string(), reason: z.string() })),
  answers: z.array(repairAnswerSchema),
});
export type RepairSet = z.infer<typeof repairSetSchema>;

const repairSchema = z.object({ sets: z.array(repairSetSchema) });
export type RepairResults = z.infer<typeof repairSchema>;

const editorSchema = z.object({
  ...aboutFields,
  /** Of the system over the minute before. */
  load: z.number(),
  editor: z.string(),
  figures: editorFiguresSchema,
});
export type EditorResults = z.infer<typeof editorSchema>;

const ingestFiguresSchema = z.object({
  acknowledgedPerSecond: z.number(),
  atHalf: latencySchema.optional(),
  notAcknowledged: z.int(),
});
const hooksSchema = z.object({
  ...aboutFields,
  webhooks: z.int(),
  /** Of each of the loads. */
  seconds: z.number(),
  bytes: z.number(),
  halfPerSecond: z.number(),
  alone: ingestFiguresSchema,
  flooded: ingestFiguresSchema,
  sent: z.int(),
  wrong: z.int(),
  changed: z.int(),
  latency: latencySchema.optional(),
});
export type HookResults = z.infer<typeof hooksSchema>;

export interface AllResults {
  readonly ingest: IngestResults | undefined;
  readonly stream: StreamResults | undefined;
  readonly locate: LocateResults | undefined;
  readonly scale: ScaleResults | undefined;
  readonly repair: RepairResults | undefined;
  readonly sandbox: SandboxResults | undefined;
  readonly editor: EditorResults | undefined;
  readonly hooks: HookResults | undefined;
}

/** What was measured last of each benchmark. */
export async function readResults(): Promise<AllResults> {
  return {
    ingest: await read('ingest', ingestSchema),
    stream: await read('stream', streamSchema),
    locate: await read('locate', locateSchema),
    scale: await read('scale', scaleSchema),
    repair: await read('repair', repairSchema),
    sandbox: await read('sandbox', sandboxSchema),
    editor: await read('editor', editorSchema),
    hooks: await read('hooks', hooksSchema),
  };
}

export async function writeResults(name: keyof AllResults, results: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

async function read<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
