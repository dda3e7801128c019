import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Standing } from '../locate/belonging/belonging.ts';

/** Root of a repository → what is known of it. */
const keptSchema = z.object({
  projects: z.record(z.string(), z.record(z.string(), z.enum(['seen', 'told', 'refused']))),
  /** Whether it is there, as a person said. */
  issues: z.record(z.string(), z.record(z.string(), z.boolean())),
});
type Kept = z.infer<typeof keptSchema>;

const mostProjects = 500;
const mostIssues = 2000;

/** Where what is remembered of this person's errors is kept: `$XDG_STATE_HOME/errata/belonging.json`. */
export function belongingFile(): string {
  const state = process.env['XDG_STATE_HOME'] || path.join(homedir(), '.local', 'state');
  return path.join(state, 'errata', 'belonging.json');
}

/**
 * Which repositories the errors of a project were found in, and what a person said of single ones: kept on this machine, for all
 * windows, and never in a repository, which could otherwise speak for itself.
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
    return at(entry((await this.#read()).projects, this.#key(project)), root);
  }

  /** Roots of the repositories that have errors of a project. */
  async homes(project: string): Promise<string[]> {
    const known = entry((await this.#read()).projects, this.#key(project));
    return Object.keys(known).filter(root => at(known, root) !== 'refused');
  }

  /** What a person said of an issue; nothing when they were not asked. */
  async answer(issue: string, root: string): Promise<boolean | undefined> {
    return at(entry((await this.#read()).issues, this.#key(issue)), root);
  }

  /** An error of a project is one of a repository for certain. */
  async saw(project: string, root: string): Promise<void> {
    const known = await this.standing(project, root);
    if (known === undefined) await this.#change(kept => set(kept.projects, this.#key(project), root, 'seen'));
  }

  /** A person said that an issue belongs to one repository, or, without `root`, to none of those that were asked of. */
  async tell(
    { id, project }: { id: string; project: string },
    asked: readonly string[],
    root: string | undefined,
  ): Promise<void> {
    const known = await Promise.all(asked.map(each => this.standing(project, each)));
    await this.#change(kept => {
      for (const [at, each] of asked.entries()) {
        set(kept.issues, this.#key(id), each, each === root);
        if (each === root) set(kept.projects, this.#key(project), each, 'told');
        else if (known[at] === undefined) set(kept.projects, this.#key(project), each, 'refused');
      }
    });
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

  #change(change: (kept: Kept) => void): Promise<void> {
    const next = this.#writing.then(async () => {
      const kept = await load(this.#file);
      change(kept);
      forgetOldest(kept.projects, mostProjects);
      forgetOldest(kept.issues, mostIssues);
      await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      const fresh = `${this.#file}.${process.pid}`;
      await writeFile(fresh, JSON.stringify(kept), { mode: 0o600 });
      await rename(fresh, this.#file);
      this.#version++;
    });
    this.#writing = next.catch(() => undefined);
    return next;
  }
}

async function load(file: string): Promise<Kept> {
  try {
    return keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // None yet, or nothing that could be taken for one.
    return { projects: {}, issues: {} };
  }
}

function entry<T>(all: Readonly<Record<string, Record<string, T>>>, key: string): Record<string, T> {
  return at(all, key) ?? {};
}

function at<T>(all: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(all, key) ? all[key] : undefined;
}

/** Puts it last, as what was heard of most recently. */
function set<T>(all: Record<string, Record<string, T>>, key: string, root: string, value: T): void {
  const known = entry(all, key);
  delete all[key];
  all[key] = { ...known, [root]: value };
}

function forgetOldest(all: Record<string, unknown>, most: number): void {
  for (const key of Object.keys(all).slice(0, -most)) delete all[key];
}
