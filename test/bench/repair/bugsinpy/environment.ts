import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Bug } from './bugs.ts';

const run = promisify(execFile);
const longest = 20 * 60_000;
const notes = 'notes.txt';

/** A requirement that a registry answers; not an address, a path or an option of pip. */
const plain =
  /^[A-Za-z0-9][\w.-]{0,100}(?:\[[\w,. -]{0,100}\])?[ \t]*(?:[=<>!~]=?[ \t]*[^\s;#]{1,100})?[ \t]*(?:;[^#]{0,200})?$/;
/** What `pip freeze` of Debian adds, and no registry has. */
const unknown = /^pkg[-_]resources\b/i;

/**
 * The folder of a bug that holds its virtual environment, `.venv`, below `environments`. With `install` it is made from
 * its requirements where it is missing, with the Python that the bug names or else the machine's; what had to be done
 * otherwise is told. Throws where there is none.
 */
export async function environmentOf(
  bug: Pick<Bug, 'name' | 'python' | 'requirements'>,
  environments: string,
  { install, say }: { install: boolean; say: (line: string) => void },
): Promise<string> {
  const folder = path.join(environments, bug.name);
  if (!(await isThere(path.join(folder, '.venv')))) {
    if (!install) throw new Error(`There is no virtual environment in ${folder}; --install makes it.`);
    await make(bug, folder);
  }
  const told = await readFile(path.join(folder, notes), 'utf8').catch(() => '');
  for (const line of told.split('\n').filter(Boolean)) say(`${bug.name}: ${line}`);
  return folder;
}

async function make(
  { python, requirements }: Pick<Bug, 'python' | 'requirements'>,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(path.dirname(folder), { recursive: true });
  const making = await mkdtemp(`${folder}.`);
  try {
    const told: string[] = [];
    const interpreter = await findPython(python);
    if (interpreter.note !== undefined) told.push(interpreter.note);
    const venv = path.join(making, '.venv');
    await run(interpreter.path, ['-m', 'venv', venv], { timeout: longest });
    const pip = (...args: string[]) =>
      run(path.join(venv, 'bin/python'), ['-m', 'pip', '--quiet', '--no-input', 'install', ...args], {
        timeout: longest,
        maxBuffer: 2 ** 26,
      });
    const { wanted, others } = requirementsIn(requirements);
    if (others.length > 0) told.push(`not installed: ${others.join(', ')}`);
    await pip(...wanted).catch(async () => {
      for (const each of wanted) {
        const name = /^[\w.-]+/.exec(each)?.[0] ?? each;
        await pip(each).catch(() =>
          pip(name).then(
            () => told.push(`${each} could not be installed, ${name} of today is`),
            () => told.push(`${each} could not be installed`),
          ),
        );
      }
    });
    await writeFile(path.join(making, notes), told.map(line => `${line}\n`).join(''));
    await rename(making, folder);
  } finally {
    await rm(making, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The lines of a `requirements.txt` that pip can be given, with pytest, and those that it cannot. */
export function requirementsIn(text: string): { wanted: string[]; others: string[] } {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map(line => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter(line => line !== '' && !unknown.test(line));
  const wanted = lines.filter(line => plain.test(line));
  const others = lines.filter(line => !plain.test(line));
  const hasPytest = wanted.some(line => /^pytest(?![\w-])/i.test(line));
  return { wanted: hasPytest ? wanted : [...wanted, 'pytest'], others };
}

async function findPython(version: string): Promise<{ path: string; note?: string }> {
  const short = version.split('.').slice(0, 2).join('.');
  const named = `python${short}`;
  if (await answers(named)) return { path: named };
  for (const host of ['/usr/bin/python3', 'python3']) {
    const said = await answers(host);
    if (said === undefined) continue;
    return { path: host, note: `Python ${short} is not on this machine; it runs on ${said}` };
  }
  throw new Error(`There is neither Python ${short} nor any other on this machine.`);
}

async function answers(python: string): Promise<string | undefined> {
  const said = await run(python, ['--version'], { timeout: 10_000 }).catch(() => undefined);
  return said?.stdout.trim();
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
