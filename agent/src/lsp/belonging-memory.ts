import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Standing } from '../locate/belonging/belonging.ts';

/** One thing that became known of an error and the root of a repository; later ones hold above earlier ones. */
const lineSchema = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('project'),
    key: z.string(),
    root: z.string(),
    is: z.enum(['seen', 'told', 'refused']),
  }),
  /** Whether it is there, as a person said. */
  z.object({ of: z.literal('issue'), key: z.string(), root: z.string(), is: z.boolean() }),
]);
type Line = z.infer<typeof lineSchema>;

/** Key of a project or issue → root of a repository → what is known of it there. */
interface Kept {
  readonly projects: Map<string, Map<string, Standing>>;
  readonly issues: Map<string, Map<string, boolean>>;
}

const mostProjects = 500;
const mostIssues = 2000;
/** From here on the file is written anew, without what holds no more. */
const largest = 1024 * 1024;

/** Where what is remembered of this person's errors is kept: `$XDG_STATE_HOME/errata/belonging.jsonl`. */
export function belongingFile(): string {
  const state = process.env['XDG_STATE_HOME'] || path.join(homedir(), '.local', 'state');
  return path.join(state, 'errata', 'belonging.jsonl');
}

/**
 * Which repositories the errors of a project were found in, and what a person said of single ones: kept on this machine, for all
 * windows, and never in a repository, which could otherwise speak for itself. Lines are added to a file, so that windows that
 * learn something at the same moment lose nothing.
 */
export class BelongingMemory {
  readonly #file: string;
  readonly #center: string;
  /** What was on disk when it was in this state. */
  #kept: { state: string; read: Promise<Kept> } | undefined;
  #writing: Promise<void> = Promise.resolve();
  #version = 0;

  /** `center` tells projects of log centers apart that are called the same. */
  constructor(file: string, center: string) {
    this.#file = file;
    this.#center = center;
  }

  /** Another number as soon as something else is remembered here. */
  get version(): number {
    return this.#version;
  }

  async standing(project: string, root: string): Promise<Standing | undefined> {
    return (await this.#read()).projects.get(this.#key(project))?.get(root);
  }

  /** Roots of the repositories that have errors of a project. */
  async homes(project: string): Promise<string[]> {
    const known = (await this.#read()).projects.get(this.#key(project)) ?? [];
    return [...known].filter(([, standing]) => standing !== 'refused').map(([root]) => root);
  }

  /** What a person said of an issue; nothing when they were not asked. */
  async answer(issue: string, root: string): Promise<boolean | undefined> {
    return (await this.#read()).issues.get(this.#key(issue))?.get(root);
  }

  /** An error of a project is one of a repository for certain. */
  async saw(project: string, root: string): Promise<void> {
    if ((await this.standing(project, root)) !== undefined) return;
    await this.#add([{ of: 'project', key: this.#key(project), root, is: 'seen' }]);
  }

  /** A person said that an issue belongs to one repository, or, without `root`, to none of those that were asked of. */
  async tell(
    { id, project }: { id: string; project: string },
    asked: readonly string[],
    root: string | undefined,
  ): Promise<void> {
    const lines: Line[] = [];
    for (const each of asked) {
      lines.push({ of: 'issue', key: this.#key(id), root: each, is: each === root });
      const key = this.#key(project);
      if (each === root) lines.push({ of: 'project', key, root: each, is: 'told' });
      else if ((await this.standing(project, each)) === undefined)
        lines.push({ of: 'project', key, root: each, is: 'refused' });
    }
    await this.#add(lines);
  }

  #key(name: string): string {
    return `${this.#center} ${name}`;
  }

  /** What is on disk by now: another window may have added to it. */
  async #read(): Promise<Kept> {
    await this.#writing;
    const found = await stat(this.#file).catch(() => undefined);
    const state = found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (this.#kept?.state !== state) this.#kept = { state, read: load(this.#file) };
    return this.#kept.read;
  }

  #add(lines: readonly Line[]): Promise<void> {
    const next = this.#writing.then(async () => {
      await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      // The first break ends what a window that was killed had half written.
      await appendFile(this.#file, `\n${textOf(lines)}`, { mode: 0o600 });
      if ((await stat(this.#file)).size > largest) await rewrite(this.#file);
      this.#version++;
    });
    this.#writing = next.catch(() => undefined);
    return next;
  }
}

async function load(file: string): Promise<Kept> {
  const kept: Kept = { projects: new Map(), issues: new Map() };
  for (const text of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    const line = lineOf(text);
    if (line?.of === 'project') set(kept.projects, line.key, line.root, line.is, mostProjects);
    else if (line !== undefined) set(kept.issues, line.key, line.root, line.is, mostIssues);
  }
  return kept;
}

/** Once in a thousand answers. What another window adds in this very moment is lost, and found or asked again. */
async function rewrite(file: string): Promise<void> {
  const { projects, issues } = await load(file);
  const lines: Line[] = [];
  for (const [key, roots] of projects)
    for (const [root, is] of roots) lines.push({ of: 'project', key, root, is });
  for (const [key, roots] of issues)
    for (const [root, is] of roots) lines.push({ of: 'issue', key, root, is });
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, textOf(lines), { mode: 0o600 });
  await rename(fresh, file);
}

/** Nothing for what could not be taken for a line. */
function lineOf(text: string): Line | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function textOf(lines: readonly Line[]): string {
  return lines.map(line => `${JSON.stringify(line)}\n`).join('');
}

/** Puts it last, as what was heard of most recently, and forgets what was not for longest. */
function set<T>(all: Map<string, Map<string, T>>, key: string, root: string, value: T, most: number): void {
  const known = all.get(key) ?? new Map<string, T>();
  all.delete(key);
  all.set(key, known.set(root, value));
  const [oldest] = all.size > most ? all.keys() : [];
  if (oldest !== undefined) all.delete(oldest);
}
