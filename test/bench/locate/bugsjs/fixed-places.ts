import { git } from '../../../../agent/src/git/git.ts';
import { symbolAt } from '../../../../agent/src/language/symbol-at.ts';

export interface FixedPlaces {
  readonly file: readonly string[];
  /** Of the first file. */
  readonly line: readonly number[];
  readonly symbol: readonly string[];
}

const tests = /(?:^|\/)(?:tests?|spec|fixtures|docs?)\/|\.(?:md|json|ya?ml)$/;

/** What a fix changed, as it stood before: files with most places first, no tests. Nothing when no code changed. */
export async function fixedPlaces(
  repo: string,
  before: string,
  fix: string,
): Promise<FixedPlaces | undefined> {
  const args = [
    'diff',
    '--unified=0',
    '--no-renames',
    '--no-prefix',
    `refs/tags/${before}`,
    `refs/tags/${fix}`,
  ];
  const said = await git.run(args, { cwd: repo });
  const lines = new Map<string, number[]>();
  let file = '';
  for (const line of said.split('\n')) {
    const name = /^--- (.+)$/.exec(line)?.[1];
    if (name !== undefined) file = name;
    const [, start, length] = /^@@ -(\d+)(?:,(\d+))? /.exec(line) ?? [];
    if (start === undefined || file === '/dev/null' || tests.test(file)) continue;
    const count = Math.max(1, Number(length ?? 1));
    const all = Array.from({ length: count }, (_, at) => Math.max(1, Number(start) + at));
    lines.set(file, [...(lines.get(file) ?? []), ...all]);
  }
  const files = [...lines].sort(([, a], [, b]) => b.length - a.length);
  const [first] = files;
  if (first === undefined) return undefined;
  const [name, places] = first;
  const text = await git.run(['show', `refs/tags/${before}:${name}`], { cwd: repo });
  const symbols = await Promise.all(places.map(line => symbolAt(name, text, line)));
  return {
    file: files.map(([each]) => each),
    line: places,
    symbol: [...new Set(symbols.filter(symbol => symbol !== undefined))],
  };
}
