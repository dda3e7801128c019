import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inUsr } from './system-root.ts';
import type { Bind } from './toolchain.ts';

/**
 * The interpreter that a virtual environment in `dir` stands on, when it lies outside /usr: its prefix, visible
 * inside at the path that the environment knows it by.
 */
export function virtualEnvironmentBinds(dir: string): Bind[] {
  const binds = ['.venv', 'venv'].flatMap(folder => environmentBinds(join(dir, folder), dir));
  return [...new Map(binds.map(bind => [bind.to, bind])).values()];
}

/** The same of one environment; what lies `within` a folder is shown with that. */
export function environmentBinds(environment: string, within = environment): Bind[] {
  const binds: Bind[] = [];
  try {
    const home = /^home\s*=\s*(.+)$/m
      .exec(readFileSync(join(environment, 'pyvenv.cfg'), 'utf8'))?.[1]
      ?.trim();
    const linked = resolve(environment, 'bin', readlinkSync(join(environment, 'bin/python3')));
    for (const bin of [home, dirname(linked), dirname(realpathSync(linked))]) {
      if (bin === undefined || !bin.startsWith('/') || inUsr(bin) || bin.startsWith(`${within}/`)) continue;
      const to = dirname(bin);
      if (!within.startsWith(`${to}/`) && isInterpreterPrefix(to)) binds.push({ from: realpathSync(to), to });
    }
  } catch {
    // No such environment, or a broken one: the project's own commands will say so.
  }
  return binds;
}

function isInterpreterPrefix(prefix: string): boolean {
  const lib = join(prefix, 'lib');
  return (
    prefix !== '/' &&
    existsSync(lib) &&
    statSync(lib).isDirectory() &&
    readdirSync(lib).some(name => /^python3\.\d+$/.test(name) && existsSync(join(lib, name, 'os.py')))
  );
}
