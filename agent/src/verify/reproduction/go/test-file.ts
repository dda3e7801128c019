import { posix } from 'node:path';
import type { VerifyContext } from '../../context.ts';
import type { Guess } from '../guesses.ts';
import type { Target } from '../target.ts';

/** Prints a panic as the runtime does, and lets the other tests go on. */
const recovering = [
  'defer func() {',
  '\tif raised := recover(); raised != nil {',
  '\t\tfmt.Printf("panic: %v\\n\\n%s\\n", raised, debug.Stack())',
  '\t\tt.Fail()',
  '\t}',
  '}()',
];

/** A test file of a package, in which each test makes one call. */
export function goTestFile(
  package_: string,
  tests: readonly { readonly name: string; readonly guess: Guess }[],
  recovers = false,
): string {
  const imports = new Set(['testing', ...tests.flatMap(({ guess }) => guess.imports)]);
  if (recovers) for (const name of ['fmt', 'runtime/debug']) imports.add(name);
  const sorted = [...imports].sort();
  const own = sorted.filter(name => name.includes('.'));
  const standard = sorted.filter(name => !name.includes('.'));
  const groups = [standard, own].filter(group => group.length > 0);
  const [only] = sorted;
  const head =
    sorted.length === 1
      ? `import "${only}"`
      : `import (\n${groups.map(group => group.map(name => `\t"${name}"\n`).join('')).join('\n')})`;
  const functions = tests.map(({ name, guess }) => {
    const lines = [...(recovers ? recovering : []), ...guess.lines];
    return `func ${name}(t *testing.T) {\n${lines.map(line => `\t${line}\n`).join('')}}\n`;
  });
  return `package ${package_}\n\n${head}\n\n${functions.join('\n')}`;
}

/** A path for a new test beside the file of a frame. */
export async function regressionPath(context: VerifyContext, target: Target): Promise<string> {
  const present = new Set(await context.sources.list());
  const stem = posix.basename(target.file, '.go').replace(/_test$/, '');
  const name = target.function.name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  const words = name === stem ? stem : `${stem}_${name}`;
  for (let number = 1; ; number++) {
    const path = posix.join(
      posix.dirname(target.file),
      `${words}_regression${number === 1 ? '' : `_${number}`}_test.go`,
    );
    if (!present.has(path)) return path;
  }
}
