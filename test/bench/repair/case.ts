import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { z } from 'zod';
import { type BrokenCase, caseFiles, eventBytes, reasonOf } from '../locate/case.ts';

/** What tells behaviour where the developer's text is not the only right one, run with a candidate in place. */
const checkSchema = z.strictObject({
  command: z.array(z.string()).min(1),
  /** Texts that the command needs and the engine never sees. */
  files: z.record(z.string(), z.string()),
  /** Whether right is what prints the same as the truth does, not what ends with 0; it then changes no other files. */
  compared: z.boolean().optional(),
});
export type Check = z.infer<typeof checkSchema>;

const repairCaseSchema = z
  .strictObject({
    /** A folder, or a repository with the commit at which it is broken; relative to the case's file. */
    tree: z.union([
      z.string().min(1),
      z.strictObject({ repo: z.string().min(1), commit: z.string().min(1) }),
    ]),
    /** An event as JSON, the text of a trace, or the path of a file that holds one. */
    event: z.union([z.string().min(1), z.record(z.string(), z.unknown())]).optional(),
    /** Names of tests that fail, or files of which all that fail are meant. */
    failingTests: z.array(z.string().min(1)).min(1).optional(),
    /** Without it nobody can say whether a fix is right; enough to measure a model. */
    truth: z
      .strictObject({
        /** What the developer's fix left: path → text, null where a file is gone. */
        files: z.record(z.string(), z.string().nullable()),
        check: checkSchema.optional(),
      })
      .optional(),
    /** Marks of the case by which results can be told apart. */
    about: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ event, failingTests }) => (event === undefined) !== (failingTests === undefined), {
    message: 'give either an event or failingTests',
  });

/** A case as it was read. */
export interface RepairCase {
  readonly name: string;
  readonly tree: {
    /** Absolute. */
    readonly folder: string;
    readonly commit: string | undefined;
    /** Makes what is installed beside the files, where it does not lie in the folder: its folder. */
    readonly installed?: () => Promise<string>;
  };
  readonly from:
    | { readonly event: Event }
    | {
        readonly failingTests: readonly string[];
        /** Whether of these only the tests are meant that the truth mends. */
        readonly mended?: boolean;
        /** Where the names of those are kept for the next time. */
        readonly kept?: string;
      };
  readonly truth: Truth | undefined;
}

export interface Truth {
  readonly files: ReadonlyMap<string, string | null>;
  readonly check: Check | undefined;
}

export interface RepairCases {
  readonly cases: RepairCase[];
  readonly broken: BrokenCase[];
}

/** All cases below a folder, as `locate` finds them. A case that cannot be read is only told of. */
export async function readRepairCases(folder: string): Promise<RepairCases> {
  const cases: RepairCase[] = [];
  const broken: BrokenCase[] = [];
  for (const file of await caseFiles(folder)) {
    const name = path.relative(folder, file).replace(/(?:[/\\]case)?\.json$/, '');
    try {
      cases.push(await readCase(name, file));
    } catch (error) {
      broken.push({ name, reason: reasonOf(error) });
    }
  }
  return { cases, broken };
}

async function readCase(name: string, file: string): Promise<RepairCase> {
  const { tree, event, failingTests, truth } = repairCaseSchema.parse(
    JSON.parse(await readFile(file, 'utf8')),
  );
  const folder = path.dirname(file);
  const place = typeof tree === 'string' ? { repo: tree, commit: undefined } : tree;
  return {
    name,
    tree: { folder: path.resolve(folder, place.repo), commit: place.commit },
    from:
      event === undefined
        ? { failingTests: failingTests ?? [] }
        : { event: eventFromBytes(await eventBytes(event, folder)) },
    truth: truth && { files: new Map(Object.entries(truth.files)), check: truth.check },
  };
}
