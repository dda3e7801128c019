import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Chance, LargeProgram, lineOf, type ProgramFile, textOf } from './large-program.ts';

export interface LargeRepositoryOptions {
  readonly commits: number;
  /** Files at the end; half of them are there from the start. */
  readonly files: number;
  readonly seed: number;
}

export interface LargeRepository {
  readonly folder: string;
  readonly head: string;
  /** The tag of the failing release, and of the last one before the mistake. */
  readonly release: string;
  readonly lastGood: string;
  /** The trace as it was in the release. */
  readonly trace: string;
  readonly truth: {
    /** At HEAD. */
    readonly file: string;
    readonly line: number;
    readonly symbol: string;
    readonly commit: string;
  };
}

const depth = 8;
const good = "const holder = input.owner === undefined ? 'nobody' : input.owner.name;";
const bad = 'const holder = input.owner.name;';
const start = Date.UTC(2014, 0, 1) / 1000;

/** Makes a repository with a long history, the same for the same seed, in which one commit made a mistake. */
export async function makeLargeRepository(
  folder: string,
  options: LargeRepositoryOptions,
): Promise<LargeRepository> {
  await mkdir(folder, { recursive: true });
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  await git('init', '--quiet', '--initial-branch=main');
  const child = spawn('git', ['fast-import', '--quiet', '--done'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  const history = new LargeHistory(options);
  for (const piece of history.stream()) {
    if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
  }
  child.stdin.end('done\n');
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}.`);
  await git('repack', '-a', '-d', '--quiet');
  await git('reset', '--hard', '--quiet');
  const { truth, ...rest } = history.story();
  const [head, commit] = await Promise.all([git('rev-parse', 'HEAD'), git('rev-parse', 'refs/mistake')]);
  await git('update-ref', '-d', 'refs/mistake');
  return { folder, head, ...rest, truth: { ...truth, commit } };
}

/** The history as `git fast-import` reads it. */
class LargeHistory {
  readonly #options: LargeRepositoryOptions;
  readonly #chance: Chance;
  readonly #program: LargeProgram;
  /** Functions of the trace, the crash last, each with the file that it is in. */
  #stack: { file: ProgramFile; name: string; line: string }[] = [];
  #trace = '';
  #tags: string[] = [];
  #mark = 0;

  constructor(options: LargeRepositoryOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed);
    this.#program = new LargeProgram(this.#chance);
  }

  *stream(): Generator<string> {
    const { commits, files } = this.#options;
    const program = this.#program;
    while (program.files.length < files / 2) program.addFile();
    this.#plant();
    yield this.#commit('Begin', program.files);
    const mistake = Math.floor(commits * 0.96);
    const release = Math.floor(commits * 0.98);
    for (let at = 1; at < commits; at++) {
      if (at === mistake) yield this.#makeMistake();
      else if (this.#chance.next() < 0.06 && at + 5 < commits && (at < mistake - 9 || at > release + 9)) {
        const before = this.#mark;
        yield* this.#sideBranch();
        at += this.#mark - before - 1;
      } else yield this.#ordinary(at);
      if (at === release) this.#trace = this.#traceNow();
      if (at === release || (at < mistake && at > mistake - 50 && this.#tags.at(-1) !== 'v1.0.0')) {
        const tag = at === release ? 'v1.1.0' : 'v1.0.0';
        this.#tags.push(tag);
        yield `reset refs/tags/${tag}\nfrom :${this.#mark}\n\n`;
      }
    }
  }

  story() {
    const crash = this.#stack.at(-1);
    const [lastGood, release] = this.#tags;
    if (crash === undefined || lastGood === undefined || release === undefined) {
      throw new RangeError('A history this short has no room for two releases.');
    }
    const { file, name } = crash;
    const truth = { file: file.path, line: lineOf(file, name, bad), symbol: name };
    return { release, lastGood, trace: this.#trace, truth };
  }

  /** Functions that call each other, in files of their own. The one that crashes is in a file that changes often. */
  #plant(): void {
    const { files } = this.#program;
    for (let at = 0; at < depth; at++) {
      const file = files[at === depth - 1 ? 0 : 3 + at * 7];
      if (file === undefined) throw new RangeError(`A program needs more than ${files.length * 2} files.`);
      const name = `step${at}`;
      const line = at === depth - 1 ? good : `const below = step${at + 1}(input);`;
      file.functions.splice(1, 0, { name, lines: ["log('step', input.status, 1);", line, 'log(1, 2, 3);'] });
      this.#stack.push({ file, name, line });
    }
  }

  #makeMistake(): string {
    const crash = this.#stack.at(-1);
    const body = crash?.file.functions.find(({ name }) => name === crash.name);
    if (crash === undefined || body === undefined) throw new RangeError('Nothing was planted.');
    body.lines = body.lines.map(line => (line === good ? bad : line));
    crash.line = bad;
    const commit = this.#commit('Name the holder in one way', [crash.file]);
    return `${commit}reset refs/mistake\nfrom :${this.#mark}\n\n`;
  }

  #traceNow(): string {
    const frames = this.#stack.map(
      ({ file, name, line }) => `    at ${name} (/srv/app/${file.path}:${lineOf(file, name, line)}:24)`,
    );
    const said = "TypeError: Cannot read properties of undefined (reading 'name')";
    return `${said}\n${frames.reverse().join('\n')}\n`;
  }

  #ordinary(at: number): string {
    const { commits, files } = this.#options;
    const program = this.#program;
    const half = files / 2;
    if (program.files.length < Math.min(files, half + (half * at) / (commits * 0.9))) {
      return this.#commit('Add a part', [program.addFile()]);
    }
    const file = this.#someFile();
    if (this.#chance.next() < 0.004) {
      const before = file.path;
      program.move(file);
      return this.#commit('Move a part', [file], [before]);
    }
    return this.#edits(new Set([file, ...(this.#chance.next() < 0.3 ? [this.#someFile()] : [])]));
  }

  #edits(files: ReadonlySet<ProgramFile>): string {
    const kept = new Set(this.#stack.map(({ name }) => name));
    for (const file of files) {
      const planted = this.#stack.map(({ file: its, line }) => (its === file ? line : ''));
      for (let left = 1 + this.#chance.below(4); left > 0; left--) this.#program.edit(file, kept);
      this.#restore(file, planted);
    }
    return this.#commit(`Change how ${[...files][0]?.functions[0]?.name} counts`, [...files]);
  }

  /** Puts back what the trace goes through. */
  #restore(file: ProgramFile, planted: readonly string[]): void {
    for (const [at, line] of planted.entries()) {
      const body = file.functions.find(({ name }) => name === `step${at}`);
      if (line !== '' && body !== undefined && !body.lines.includes(line)) body.lines.splice(1, 0, line);
    }
  }

  /** A few commits beside the main line, and the merge. */
  *#sideBranch(): Generator<string> {
    const base = this.#mark;
    const changed = new Set<ProgramFile>();
    for (let left = 1 + this.#chance.below(3); left > 0; left--) {
      const file = this.#someFile();
      changed.add(file);
      yield this.#edits(new Set([file]));
    }
    const side = this.#mark;
    yield this.#commit('Merge a branch', [...changed], [], { from: base, merge: side });
  }

  /** Some files are changed far more often than others. */
  #someFile(): ProgramFile {
    const { files } = this.#program;
    const file = files[Math.floor(files.length * this.#chance.next() ** 1.8)];
    if (file === undefined) throw new RangeError('There are no files.');
    return file;
  }

  #commit(
    message: string,
    files: readonly ProgramFile[],
    gone: readonly string[] = [],
    parents?: { from: number; merge: number },
  ): string {
    const from = parents?.from ?? this.#mark;
    const mark = ++this.#mark;
    const person = Math.floor(30 * this.#chance.next() ** 2);
    const who = `Person ${person} <person${person}@example.com> ${start + mark * 3600} +0000`;
    const text = `${message} (#${mark})\n`;
    return [
      `commit refs/heads/main\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`,
      `data ${Buffer.byteLength(text)}\n${text}`,
      from === 0 ? '' : `from :${from}\n`,
      parents === undefined ? '' : `merge :${parents.merge}\n`,
      ...gone.map(path => `D ${path}\n`),
      ...files.map(file => {
        const content = textOf(file);
        return `M 100644 inline ${file.path}\ndata ${Buffer.byteLength(content)}\n${content}\n`;
      }),
      '\n',
    ].join('');
  }
}
