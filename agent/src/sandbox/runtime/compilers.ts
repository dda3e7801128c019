import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Installed } from './installed.ts';
import { compareVersions, versionOf } from './version-range.ts';
import { plainText } from './wanted.ts';

export type Compiler = 'go' | 'java';

/** Where Go roots and JDKs are kept: a folder for each version, by version managers and by the system. */
const KEPT: Readonly<
  Record<Compiler, readonly [variable: string, base: string, below: string, inner: string][]>
> = {
  go: [
    ['ASDF_DATA_DIR', '.asdf', 'installs/golang', 'go'],
    ['MISE_DATA_DIR', '.local/share/mise', 'installs/go', ''],
    ['GOENV_ROOT', '.goenv', 'versions', ''],
    ['', 'sdk', '', ''],
    ['', '/usr/lib', '', ''],
    ['', '/usr/local', '', ''],
  ],
  java: [
    ['SDKMAN_DIR', '.sdkman', 'candidates/java', ''],
    ['ASDF_DATA_DIR', '.asdf', 'installs/java', ''],
    ['MISE_DATA_DIR', '.local/share/mise', 'installs/java', ''],
    ['', '.jdks', '', ''],
    ['', '/usr/lib/jvm', '', ''],
  ],
};
const PROGRAM: Readonly<Record<Compiler, string>> = { go: 'bin/go', java: 'bin/javac' };

/** The version of a Go root or a JDK, as it says of itself. */
export function compilerVersion(compiler: Compiler, root: string): string | undefined {
  return compiler === 'go'
    ? /^go(\d[\d.]{0,20})/.exec(plainText(join(root, 'VERSION')) ?? '')?.[1]
    : /^JAVA_VERSION="(\d[\d.]{0,20})/m.exec(plainText(join(root, 'release')) ?? '')?.[1];
}

/** Newest first. Nothing is run. */
export function installedCompilers(
  compiler: Compiler,
  home: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Installed[] {
  const found: Installed[] = [];
  for (const [variable, base, below, inner] of KEPT[compiler]) {
    const folder = join(environment[variable] || (base.startsWith('/') ? base : join(home, base)), below);
    for (const name of folder.startsWith('/') && existsSync(folder) ? readdirSync(folder) : []) {
      // A link names another that is there, too.
      if (lstatSync(join(folder, name)).isSymbolicLink()) continue;
      const prefix = join(folder, name, inner);
      const version = versionOf(compilerVersion(compiler, prefix) ?? '');
      if (version !== undefined && existsSync(join(prefix, PROGRAM[compiler])))
        found.push({ version, prefix });
    }
  }
  return found.sort((a, b) => compareVersions(b.version, a.version));
}
