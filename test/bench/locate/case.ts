import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import { EventInputError, eventFromBytes } from '@errata/protocol/event-input';
import { z } from 'zod';

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item)]).nullish();

/** Where a line of the release stands now; every field may be left out when it is not known. */
const truthSchema = z.object({
  /** Files in which the mistake is, as they are called now. */
  file: oneOrMore(z.string().min(1)),
  /** Lines of the first of these files, as it is now. */
  line: oneOrMore(z.int().positive()),
  symbol: oneOrMore(z.string().min(1)),
  /** All the commits that brought the mistake in. */
  commit: oneOrMore(z.string().regex(/^[0-9a-f]{7,64}$/)),
  /** Where the line that the innermost own frame names stands now. */
  crash: z.object({ file: z.string(), line: z.int().positive() }).nullish(),
});

const caseSchema = z.object({
  /** A working tree, a bare repository or a bundle; relative to the case's file. */
  repo: z.string().min(1),
  /** What failed, as a client names it; without it, the event's own. */
  release: z.string().min(1).nullish(),
  /** An event as JSON, the text of a trace or an envelope, or the path of a file that holds one. */
  event: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  truth: truthSchema,
  /** The revision that is checked out when the error is located; without it, the repository's HEAD. */
  head: z.string().min(1).nullish(),
  /** What an editor holds and has not saved: file → text. */
  edits: z.record(z.string(), z.string()).nullish(),
  /** Marks of the case by which results can be told apart. */
  about: z.record(z.string(), z.string()).nullish(),
});

/** A case as it was read, with everything in lists and the event parsed. */
export interface Case {
  readonly name: string;
  /** Absolute. */
  readonly repo: string;
  readonly head: string | undefined;
  readonly event: Event;
  readonly edits: ReadonlyMap<string, string>;
  readonly truth: Truth;
  readonly about: Readonly<Record<string, string>>;
}

export interface Truth {
  readonly files: readonly string[];
  readonly lines: readonly number[];
  readonly symbols: readonly string[];
  readonly commits: readonly string[];
  readonly crash: { readonly file: string; readonly line: number } | undefined;
}

export interface BrokenCase {
  readonly name: string;
  readonly reason: string;
}

export interface Cases {
  readonly cases: Case[];
  readonly broken: BrokenCase[];
}

/**
 * All cases below a folder: `case.json` in folders of their own, or JSON files that lie together. Throws when the
 * folder cannot be read; a case that cannot be is only told of.
 */
export async function readCases(folder: string): Promise<Cases> {
  const cases: Case[] = [];
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

/** A folder that holds a `case.json` is one case, whatever else lies in it. */
export async function caseFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some(entry => entry.isFile() && entry.name === 'case.json')) {
    return [path.join(folder, 'case.json')];
  }
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.json')) found.push(place);
    const isRepository = /^\.|\.git$|^node_modules$/.test(entry.name);
    if (entry.isDirectory() && !isRepository && !(await holdsRepository(place))) {
      found.push(...(await caseFiles(place)));
    }
  }
  return found;
}

async function holdsRepository(folder: string): Promise<boolean> {
  return (await readdir(folder)).some(name => name === '.git' || name === 'HEAD');
}

async function readCase(name: string, file: string): Promise<Case> {
  const given = caseSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const { event: form, repo, head, release, truth, edits, about } = given;
  const event = eventFromBytes(await eventBytes(form, path.dirname(file)));
  return {
    name,
    repo: path.resolve(path.dirname(file), repo),
    head: head ?? undefined,
    event: release == null ? event : { ...event, release },
    edits: new Map(Object.entries(edits ?? {})),
    truth: {
      files: listOf(truth.file),
      lines: listOf(truth.line),
      symbols: listOf(truth.symbol),
      commits: listOf(truth.commit),
      crash: truth.crash ?? undefined,
    },
    about: about ?? {},
  };
}

export async function eventBytes(
  form: string | Readonly<Record<string, unknown>>,
  folder: string,
): Promise<Uint8Array> {
  if (typeof form !== 'string') return new TextEncoder().encode(JSON.stringify(form));
  const isPath = form.length < 1024 && !/[\n\0]/.test(form) && !/^\s*[{[]/.test(form);
  if (!isPath) return new TextEncoder().encode(form);
  try {
    return await readFile(path.resolve(folder, form));
  } catch (error) {
    throw new Error(`The event ${form} cannot be read: ${reasonOf(error)}`);
  }
}

function listOf<Item>(value: Item | Item[] | null | undefined): readonly Item[] {
  if (value == null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Why something went wrong, on one line. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(issue => `${issue.path.join('.') || 'the case'}: ${issue.message}`).join('; ');
  }
  if (error instanceof EventInputError) return `event: ${error.message}`;
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
