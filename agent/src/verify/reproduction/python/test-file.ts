import { posix } from 'node:path';
import type { VerifyContext } from '../../context.ts';
import type { TestPlan } from '../../frameworks/framework.ts';
import { inFolder } from '../../project.ts';
import type { Exemplar } from '../exemplar.ts';
import type { PythonStyle } from './style.ts';

/** One test, for a file of its own. */
export interface PythonTest {
  /** The thing tested: names the test's class, or begins its name. */
  readonly subject: string;
  readonly title: string;
  readonly imports: readonly string[];
  readonly lines: readonly string[];
  /** Fixtures that the test asks for. */
  readonly fixtures?: readonly string[];
}

/** Writes a whole test file in the project's style. */
export function writeTestFile(test: PythonTest, style: PythonStyle): string {
  const { subject, title, imports, lines, fixtures = [] } = test;
  const plain = imports.filter(line => line.startsWith('import '));
  if (style.shape === 'class') plain.push('import unittest');
  const from = imports.filter(line => line.startsWith('from ')).sort();
  const head = [...plain.sort(), ...(plain.length > 0 && from.length > 0 ? [''] : []), ...from];
  if (style.shape === 'function') {
    const name = `test_${snake(subject)}_${title}`;
    const top = head.length > 0 ? [...head, '', ''] : [];
    return `${[...top, `def ${name}(${fixtures.join(', ')}):`, ...lines.map(line => style.indent + line)].join('\n')}\n`;
  }
  const guard = [
    '',
    '',
    'if __name__ == "__main__":'.replaceAll('"', style.quote),
    `${style.indent}unittest.main()`,
  ];
  return `${[
    ...head,
    ...['', '', `class ${style.className(camel(subject))}(unittest.TestCase):`],
    `${style.indent}def test_${title}(self):`,
    ...lines.map(line => style.indent + style.indent + line),
    ...(style.mainGuard ? guard : []),
  ].join('\n')}\n`;
}

/** Free path for a new test beside the existing ones, named the way they are. */
export async function newTestPath(
  context: VerifyContext,
  plan: TestPlan,
  exemplar: Exemplar | undefined,
  words: readonly string[],
): Promise<string> {
  const present = new Set(await context.sources.list());
  const folder = exemplar ? posix.dirname(exemplar.path) : inFolder(plan.project.folder, 'tests');
  const after = exemplar !== undefined && /_test\.py$/.test(exemplar.path);
  const name = snake(words.join('_'));
  for (let number = 1; ; number++) {
    const stem = `${name}_regression${number === 1 ? '' : `_${number}`}`.slice(0, 80);
    const path = posix.join(folder, after ? `${stem}_test.py` : `test_${stem}.py`);
    if (!present.has(path)) return path;
  }
}

export function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toLowerCase();
}

function camel(name: string): string {
  return snake(name)
    .split('_')
    .filter(Boolean)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
