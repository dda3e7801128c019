import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../../usage-error.ts';

const run = promisify(execFile);
const packages = ['pytest', '_pytest', 'pluggy', 'iniconfig', 'packaging', 'pygments', 'py'];
const whereAbouts = `import importlib.util, json
names = ${JSON.stringify(packages)}
specs = [importlib.util.find_spec(name) for name in names]
print(json.dumps([(spec.submodule_search_locations or [spec.origin])[0] for spec in specs]))`;

/** What pytest does without: most of it are languages that pygments colours. */
const spare =
  /^\/(?:lexers\/(?!__init__|_mapping|python|diff)|styles\/(?!__init__|_mapping|default)|.*__pycache__)/;

/** A virtual environment on the system's Python with pytest, copied from the `python3` on the path. */
export async function makePytest(folder: string): Promise<string> {
  let found: string[];
  try {
    const { stdout } = await run('python3', ['-c', whereAbouts]);
    found = JSON.parse(stdout);
  } catch {
    throw new UsageError('QuixBugs needs a python3 with pytest on the path.');
  }
  const python = '/usr/bin/python3';
  await run(python, ['-m', 'venv', '--without-pip', folder]);
  const { stdout } = await run(path.join(folder, 'bin/python'), [
    '-c',
    'import sysconfig; print(sysconfig.get_path("purelib"))',
  ]);
  const site = stdout.trim();
  for (const place of found) {
    const filter = (file: string) => !spare.test(file.slice(place.length));
    await cp(place, path.join(site, path.basename(place)), { recursive: true, filter });
  }
  // The sandbox writes no bytecode: without it each run would compile all of this again.
  await run(path.join(folder, 'bin/python'), ['-m', 'compileall', '-q', site]).catch(() => undefined);
  return folder;
}
