import { access, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RepairCase } from '../case.ts';
import { makePytest } from './pytest.ts';

/** Where the check lies while it runs; the engine never sees it. */
const hidden = '.errata-check';

/**
 * The Python programs of a checkout of QuixBugs as cases, each with its own test alone, in folders below `into`. The
 * checks compare with the correct program on the published inputs and on made-up ones.
 */
export async function quixBugsCases(quixbugs: string, into: string): Promise<RepairCase[]> {
  const pytest = await makePytest(path.join(into, 'pytest'));
  const behaviour = await readFile(new URL('behaviour.py', import.meta.url), 'utf8');
  const names = (await readdir(path.join(quixbugs, 'python_testcases')))
    .flatMap(file => /^test_(\w+)\.py$/.exec(file)?.[1] ?? [])
    .sort();
  const cases: RepairCase[] = [];
  for (const name of names) {
    const program = `python_programs/${name}.py`;
    const test = `python_testcases/test_${name}.py`;
    const inputs = `json_testcases/${name}.json`;
    const folder = path.join(into, name);
    const helpers = ['conftest.py', 'python_programs/node.py', 'python_testcases/node.py'];
    for (const file of [program, test, inputs, 'python_testcases/load_testdata.py', ...helpers])
      await copyFile(quixbugs, folder, file);
    await writeFile(path.join(folder, '.gitignore'), '.venv/\n');
    await cp(pytest, path.join(folder, '.venv'), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
    const correct = await readFile(path.join(quixbugs, `correct_${program}`), 'utf8');
    const published = await readFile(path.join(quixbugs, inputs), 'utf8').catch(() => undefined);
    cases.push({
      name,
      tree: { folder, commit: undefined },
      from: { failingTests: [test] },
      truth: {
        files: new Map([[program, correct]]),
        check: {
          command: ['python3', '-B', `${hidden}/behaviour.py`, name],
          files: {
            [`${hidden}/behaviour.py`]: behaviour,
            [`${hidden}/reference/${name}.py`]: correct,
            ...(published === undefined ? {} : { [`${hidden}/${name}.json`]: published }),
          },
        },
      },
    });
  }
  return cases;
}

async function copyFile(from: string, to: string, file: string): Promise<void> {
  const source = path.join(from, file);
  const isThere = await access(source).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  await mkdir(path.dirname(path.join(to, file)), { recursive: true });
  await cp(source, path.join(to, file));
}
