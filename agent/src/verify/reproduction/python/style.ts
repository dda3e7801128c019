import { posix } from 'node:path';
import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import { inFolder, type Project, relativeTo } from '../../project.ts';
import type { Exemplar } from '../exemplar.ts';

/** How the project's own tests are written. */
export interface PythonStyle {
  /** `class`: methods of a `unittest.TestCase`; `function`: plain functions, for pytest. */
  readonly shape: 'class' | 'function';
  readonly quote: "'" | '"';
  readonly indent: string;
  /** Class names end (`CartTest`) or begin (`TestCart`) with the word. */
  readonly className: (subject: string) => string;
  readonly mainGuard: boolean;
}

export function learnPythonStyle(exemplar: Exemplar | undefined, framework: string): PythonStyle {
  const text = exemplar?.text ?? '';
  const classes = /^class (\w+)\(.*TestCase\)/m.exec(text)?.[1];
  const functions = /^(?:async )?def test_/m.test(text);
  const plain = classes === undefined && (functions || framework === 'pytest');
  const shape = plain ? 'function' : 'class';
  // What an import or a call goes on with is indented in its own way.
  const indent = /^(?:async def|def|class) [^\n]*:\n( +|\t)\S/m.exec(text)?.[1] ?? '    ';
  const singles = text.match(/'[^'\n]*'/g)?.length ?? 0;
  const doubles = text.match(/"[^"\n]*"/g)?.length ?? 0;
  const className = (subject: string) => {
    if (classes?.startsWith('Test')) return `Test${subject}Regression`;
    if (classes?.endsWith('Tests')) return `${subject}RegressionTests`;
    return classes?.endsWith('TestCase') ? `${subject}RegressionTestCase` : `${subject}RegressionTest`;
  };
  return {
    shape,
    quote: singles > doubles ? "'" : '"',
    indent,
    className,
    mainGuard: /^if __name__ == ['"]__main__['"]:/m.test(text),
  };
}

/**
 * The dotted name under which tests import a module: judged by how existing tests import their project, else by where
 * its packages begin.
 */
export async function moduleName(
  context: VerifyContext,
  project: Project,
  file: string,
  exemplars: readonly string[],
): Promise<string> {
  const root = (await rootOfImports(context, project, exemplars)) ?? packageRoot(project, file);
  const inside = root === '' || file.startsWith(`${root}/`) ? root : packageRoot(project, file);
  return relativeTo(inside, file)
    .replace(/(?:^|\/)__init__\.py$|\.py$/, '')
    .replaceAll('/', '.');
}

async function rootOfImports(
  context: VerifyContext,
  project: Project,
  exemplars: readonly string[],
): Promise<string | undefined> {
  const present = new Set(project.files);
  for (const path of exemplars) {
    const text = await context.sources.read(path);
    const language = await languageOf(path);
    if (text === undefined || language === undefined) continue;
    for (const { source } of language.imports(language.parse(text))) {
      if (source.startsWith('.')) continue;
      const tail = source.replaceAll('.', '/');
      for (const root of [project.folder, inFolder(project.folder, 'src')]) {
        const candidates = [`${tail}.py`, `${tail}/__init__.py`].map(name => inFolder(root, name));
        if (candidates.some(candidate => present.has(candidate))) return root;
      }
    }
  }
  return undefined;
}

function packageRoot(project: Project, file: string): string {
  const present = new Set(project.files);
  let folder = posix.dirname(file);
  while (folder !== '.' && present.has(`${folder}/__init__.py`)) folder = posix.dirname(folder);
  const src = inFolder(project.folder, 'src');
  if (folder === '.' || folder === project.folder) return project.folder;
  return folder === src || folder.startsWith(`${src}/`) ? src : project.folder;
}
