import { posix } from 'node:path';
import { z } from 'zod';
import { inFolder, relativeTo } from '../project.ts';
import { caseName, type PlanInput, type TestCase, type TestPlan } from './framework.ts';
import { parseJsonLines } from './report.ts';
import { sightingsIn } from './sightings.ts';

/** Names of tests, examples and fuzz targets, which run with their seeds. */
const declared = /^func ((?:Test|Example|Fuzz)[\w]{0,200})\(/gm;

/** No network inside: what is not in the module cache is missing. */
const environment = { GOPROXY: 'off', GOSUMDB: 'off', GOTOOLCHAIN: 'local' };

/** The plan for a Go module: `go test` over its packages. */
export async function goTestPlan({ context, project }: PlanInput): Promise<TestPlan> {
  const testFiles = project.files.filter(file => isTestFile(relativeTo(project.folder, file)));
  const manifest = (await context.sources.read(inFolder(project.folder, 'go.mod'))) ?? '';
  const module_ = /^module\s+"?([^\s"]+)/m.exec(manifest)?.[1] ?? '';
  const names = new Map<string, string[]>();
  for (const file of testFiles) names.set(file, testNames((await context.sources.read(file)) ?? ''));
  const where = new Map(
    [...names].flatMap(([file, tests]) => tests.map(test => [`${posix.dirname(file)} ${test}`, file])),
  );
  return {
    framework: 'go test',
    project,
    testFiles,
    invocation(only, changed) {
      const chosen = only?.flatMap(file => {
        const text = changed?.get(file);
        return text ? testNames(text) : (names.get(file) ?? []);
      });
      const packages = new Set(only?.map(file => `./${posix.dirname(relativeTo(project.folder, file))}`));
      return {
        files: new Map(),
        command: [
          ...['go', 'test', '-json', '-count=1'],
          ...(chosen ? ['-run', `^(?:${chosen.join('|')})$`] : []),
          ...(only ? packages : ['./...']),
        ],
        cwd: project.folder,
        env: environment,
        collect: [],
      };
    },
    print: ({ stdout, stderr }) =>
      stderr +
      parseJsonLines(eventSchema, stdout)
        .map(({ Output }) => Output ?? '')
        .join(''),
    read(result) {
      const cases = parseGoTest(result.stdout, { module: module_, errors: result.stderr });
      return cases?.map(({ folder, test, status, error }) => {
        const file = where.get(`${inFolder(project.folder, folder) || '.'} ${test.split('/')[0]}`);
        const exceptions = error ? sightingsIn(error, context.workspace, []) : [];
        return {
          name: caseName([folder, test]),
          status,
          ...(file === undefined ? {} : { file }),
          ...(error === undefined ? {} : { error }),
          ...(exceptions.length === 0 ? {} : { exceptions }),
        };
      });
    },
  };
}

function isTestFile(path: string): boolean {
  return path.endsWith('_test.go') && !/(?:^|\/)(?:vendor|testdata|[_.][^/]*)\//.test(path);
}

function testNames(text: string): string[] {
  return [...text.matchAll(declared)].flatMap(([, name]) =>
    name === undefined || name === 'TestMain' ? [] : [name],
  );
}

const eventSchema = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
});

interface GoCase {
  /** Of the package, from the module's. */
  readonly folder: string;
  readonly test: string;
  readonly status: TestCase['status'];
  readonly error?: string;
}

const statuses: Readonly<Record<string, TestCase['status']>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
};

/**
 * Reads `go test -json`; undefined when there is none of it. A package that fails without a failing test, since it does
 * not build or ends too early, counts as one failed test.
 */
export function parseGoTest(
  text: string,
  { module, errors }: { module: string; errors: string },
): GoCase[] | undefined {
  const outputs = new Map<string, string[]>();
  const cases: GoCase[] = [];
  const failed = new Set<string>();
  const folderOf = (name: string) =>
    name === module ? '' : name.startsWith(`${module}/`) ? name.slice(module.length + 1) : name;
  const broken = (name: string, error: string) => {
    if (failed.has(name)) return;
    failed.add(name);
    cases.push({ folder: folderOf(name), test: '(package)', status: 'failed', error });
  };
  for (const { Action, Package, ImportPath, Test, Output } of parseJsonLines(eventSchema, text)) {
    const name = Package ?? ImportPath?.split(' ')[0] ?? '';
    const key = `${name} ${Test ?? ''}`;
    if (Output !== undefined) {
      const lines = outputs.get(key);
      if (lines === undefined) outputs.set(key, [Output]);
      else lines.push(Output);
    }
    const status = statuses[Action];
    if (status === undefined || name === '') continue;
    const error = status === 'failed' ? (outputs.get(key) ?? []).join('') : undefined;
    if (Test === undefined) {
      if (error !== undefined) broken(name, `${error}\n${errors}`);
      continue;
    }
    if (status === 'failed') failed.add(name);
    cases.push({ folder: folderOf(name), test: Test, status, ...(error === undefined ? {} : { error }) });
  }
  // Until Go 1.23 a package that does not build is told in words.
  for (const [, name = ''] of text.matchAll(/^FAIL\t(\S+) \[(?:build|setup) failed\]$/gm))
    broken(name, errors);
  return cases.length === 0 && outputs.size === 0 ? undefined : cases;
}
