import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inUsr } from './system-root.ts';
import type { Bind } from './toolchain.ts';
import { environmentBinds } from './virtual-environment.ts';

/** How programs of the host that a project does not bring are to be found inside. */
export interface ShownPrograms {
  readonly binds: readonly Bind[];
  /** Path inside → what it leads to. */
  readonly links: ReadonlyMap<string, string>;
}

/**
 * Shows these programs, by name or absolute path, with the packages or the virtual environment that they are part of,
 * and nothing of what they keep in a home folder. One that is not there is left out.
 */
export function showPrograms(
  wanted: readonly string[],
  folders: readonly string[],
  place: string,
): ShownPrograms {
  const binds: Bind[] = [];
  const links = new Map<string, string>();
  for (const program of wanted) {
    const name = basename(program);
    const path = [...(program.startsWith('/') ? [''] : folders)]
      .map(folder => join(folder, program))
      .find(candidate => existsSync(candidate));
    if (path === undefined) continue;
    const real = realpathSync(path);
    const [, packages, rest] = /^(\/.+\/node_modules)\/(.+)$/.exec(real) ?? [];
    const environment = dirname(dirname(real));
    if (inUsr(real)) links.set(`${place}/bin/${name}`, real);
    else if (packages !== undefined) {
      binds.push({ from: packages, to: `${place}/programs/${name}/node_modules` });
      links.set(`${place}/bin/${name}`, `${place}/programs/${name}/node_modules/${rest}`);
    } else if (existsSync(join(environment, 'pyvenv.cfg'))) {
      // At the path that it was built for.
      binds.push({ from: environment, to: environment }, ...environmentBinds(environment));
      links.set(`${place}/bin/${name}`, real);
    } else {
      binds.push({ from: real, to: `${place}/programs/${name}/${name}` });
      links.set(`${place}/bin/${name}`, `${place}/programs/${name}/${name}`);
    }
  }
  return { binds, links };
}
