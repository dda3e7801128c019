import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBytes } from '../git/file-text.ts';
import { bridged } from './bridge.ts';
import { type Limits, prlimitCommand, resolveLimits } from './limits.ts';
import { encodeInstructions } from './run-protocol.ts';
import type { RunSpec } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';
import { checkRelative, resolveInBase } from './workspace-path.ts';

/** A spec that was checked and turned into what the runner script reads. */
export interface RunRequest {
  readonly nonce: string;
  readonly limits: Limits;
  readonly collect: readonly string[];
  readonly files: ReadonlyMap<string, string | Buffer | null>;
  readonly cwd: string;
  /** A socket of the host to let in. */
  readonly socket: string | undefined;
  /** With its limits and its whole environment. */
  readonly command: readonly string[];
  /** All of this for the runner script. */
  readonly input: Buffer;
}

/**
 * Checks a spec against the base tree `dir` (a real path) and encodes it.
 * `searchPath` becomes PATH, `env` is what the toolchain adds; `limits` says which of them are prlimit's job.
 * Throws SandboxError `bad-path`, `bad-command` or `bad-limit`.
 */
export async function makeRequest(
  dir: string,
  spec: RunSpec,
  setting: {
    searchPath: readonly string[];
    env?: Readonly<Record<string, string>>;
    limits: 'all' | 'but-processes' | 'none';
  },
): Promise<RunRequest> {
  const limits = resolveLimits(spec.limits);
  if (spec.command.length === 0 || spec.command[0] === '')
    throw new SandboxError('bad-command', 'There is no command to run');
  const files = new Map<string, string | Buffer | null>();
  // Deletions first, so that a file may take the place of a folder.
  const edits = [...spec.files].sort((a, b) => Number(a[1] !== null) - Number(b[1] !== null));
  for (const [path, content] of edits) {
    // What is deleted is the entry itself, so only the way to it has to stay inside.
    if (content === null) files.set(await resolveEntry(dir, path), null);
    else {
      const target = await resolveInBase(dir, path);
      files.set(target, await inItsEncoding(join(dir, target), content));
    }
  }
  const cwd = spec.cwd === undefined || spec.cwd === '' || spec.cwd === '.' ? '.' : checkRelative(spec.cwd);
  const collect = (spec.collect ?? []).map(checkRelative);
  const env = environment(setting.searchPath, { ...setting.env, ...spec.env });
  const command = [
    ...(setting.limits === 'none'
      ? []
      : prlimitCommand(limits, setting.limits === 'all' ? limits.processes : undefined)),
    'env',
    '-i',
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(spec.socket === undefined ? guardedCommand(spec.command) : bridged(spec.command)),
  ];
  if (command.some(argument => argument.includes('\0')))
    throw new SandboxError('bad-command', 'A command or its environment may not hold a NUL character');
  const nonce = randomBytes(16).toString('hex');
  const { artefactBytes } = limits;
  return {
    nonce,
    limits,
    collect,
    files,
    cwd,
    socket: spec.socket,
    command,
    input: encodeInstructions({ nonce, files, cwd, command, collect, artefactBytes }),
  };
}

/** A compiler that is told a file's encoding, or reads bytes, is to see what it saw before. */
async function inItsEncoding(file: string, content: string): Promise<string | Buffer> {
  if (!/[^\0-\x7f]/.test(content)) return content;
  const isFile = await stat(file).then(
    found => found.isFile(),
    () => false,
  );
  const original = isFile ? await readFile(file) : undefined;
  return fileBytes(content, original) ?? content;
}

async function resolveEntry(dir: string, path: string): Promise<string> {
  const clean = checkRelative(path);
  const cut = clean.lastIndexOf('/');
  if (cut < 0) return clean;
  return `${await resolveInBase(dir, clean.slice(0, cut))}/${clean.slice(cut + 1)}`;
}

/** `env` would take a program with a `=` in its name for a variable. */
function guardedCommand(command: readonly string[]): readonly string[] {
  const program = command[0] ?? '';
  if (program.includes('=')) throw new SandboxError('bad-command', `${program} is not a program name`);
  return command;
}

function environment(
  searchPath: readonly string[],
  wanted: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const name of Object.keys(wanted)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new SandboxError(
        'bad-command',
        `${JSON.stringify(name)} is not the name of an environment variable`,
      );
  }
  return {
    PATH: searchPath.join(':'),
    HOME: '/tmp/home',
    USER: 'errata',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TMPDIR: '/tmp',
    CI: '1',
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    ...wanted,
  };
}
