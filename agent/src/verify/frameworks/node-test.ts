import { z } from 'zod';
import { inFolder, relativeTo } from '../project.ts';
import { scriptCommands, splitOptions, withoutOptions } from '../script.ts';
import { caseName, type PlanInput, type TestCase, type TestPlan } from './framework.ts';
import { parseJsonLines } from './report.ts';
import { fromWorkspace } from './stack.ts';
import { javascriptTestFiles, matching } from './test-files.ts';

const takesValue = new Set(
  '--import --require -r --loader --experimental-loader --test-name-pattern --test-reporter --test-reporter-destination --test-concurrency --conditions -C --env-file --test-timeout'.split(
    ' ',
  ),
);
const unwanted =
  '--test --watch --test-reporter --test-reporter-destination --experimental-test-coverage --test-only --test-name-pattern --test-coverage-lines'.split(
    ' ',
  );
const reporterFile = '.errata/node-test-reporter.mjs';
const linesFile = '.errata/report.jsonl';

/**
 * One JSON line per finished test; written for any Node that has custom reporters (18.15 and later). A file that is
 * reported as a test, since it failed as a whole or has no tests, says why only in its output.
 */
const reporter = `import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const kept = 8_000;

// Node shows the line that threw before the error.
function thrown(text) {
  const shown = /^ *\\^+\\n+/m.exec(text);
  return (shown ? text.slice(shown.index + shown[0].length) : text).replace(/\\nNode\\.js v[\\d.]+\\s*$/, '');
}

export default async function* (source) {
  const path = [];
  const said = new Map();
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      path.length = data.nesting;
      path[data.nesting] = data.name;
    }
    if (type === 'test:stderr') {
      const from = resolve(data.file);
      said.set(from, ((said.get(from) ?? '') + data.message).slice(-kept));
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const file = resolve(data.name);
    const whole = data.nesting === 0 && /\\.[cm]?[jt]sx?$/.test(file) && existsSync(file);
    const { error: failure } = data.details ?? {};
    const cause = failure?.cause;
    const told = cause instanceof Error ? cause.stack : String(cause?.stack ?? cause ?? failure?.message ?? '');
    const ended = failure?.signal ? 'It was ended by ' + failure.signal + '. ' : '';
    yield JSON.stringify({
      titles: [...path.slice(0, data.nesting), data.name],
      file: whole ? file : data.file,
      whole,
      suite: data.details?.type === 'suite',
      status: data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      kind: failure?.failureType,
      error: type !== 'test:fail' ? undefined : whole ? ended + (thrown(said.get(file) ?? '') || told) : told,
    }) + '\\n';
  }
}
`;

/**
 * The plan for a project that uses Node's own test runner with its own options. With `always`, also for one that does
 * not: it needs nothing installed.
 */
export async function nodeTestPlan(
  { context, project }: PlanInput,
  always = false,
): Promise<TestPlan | undefined> {
  const files = javascriptTestFiles(project);
  const used = scriptCommands(project.manifest?.scripts ?? {}, 'test').find(
    ({ words }) =>
      words.includes('--test') ||
      words[0] === 'tsx' ||
      (words[0] === 'node' &&
        words.slice(1).some(word => matching({ ...project, files }, [word]).length > 0)),
  );
  if (used === undefined && !always && !(await areForNode(context, files))) return undefined;
  const { options, operands } = splitOptions(used?.words.slice(1) ?? [], takesValue);
  const loader = used?.words[0] === 'tsx' ? ['--import', 'tsx'] : [];
  const kept = [...loader, ...withoutOptions(options, ...unwanted)];
  const chosen = operands.length > 0 ? matching(project, operands) : [];
  const testFiles = chosen.length > 0 ? chosen : files;
  const own = inFolder(project.folder, reporterFile);
  const report = inFolder(project.folder, linesFile);
  return {
    framework: 'node:test',
    project,
    testFiles,
    invocation(only) {
      const targets = only ?? testFiles;
      return {
        files: new Map([
          [own, reporter],
          [report, ''],
        ]),
        command: [
          ...['node', ...kept, '--test', `--test-reporter=./${reporterFile}`],
          ...[`--test-reporter-destination=${linesFile}`],
          ...targets.map(file => relativeTo(project.folder, file)),
        ],
        cwd: project.folder,
        env: { ...used?.env },
        collect: [report],
      };
    },
    direct: only =>
      only.map(file => ({
        files: new Map(),
        command: ['node', ...kept, relativeTo(project.folder, file)],
        cwd: project.folder,
        env: { ...used?.env },
        collect: [],
      })),
    read: result => parseNodeTest(result.artefacts.get(report), context.workspace),
  };
}

/** Whether tests are written for Node's runner, or are scripts that fail by themselves. */
async function areForNode(context: PlanInput['context'], files: readonly string[]): Promise<boolean> {
  let scripts = false;
  for (const file of files.slice(0, 20)) {
    const text = (await context.sources.read(file)) ?? '';
    if (/['"]node:test['"]/.test(text)) return true;
    scripts ||= /\bassert\b|\bthrow\b/.test(text) && !/^[ \t]*(?:describe|suite|it|test)\(/m.test(text);
  }
  return scripts;
}

const lineSchema = z.object({
  titles: z.array(z.string()),
  file: z.string().nullish(),
  whole: z.boolean().optional(),
  suite: z.boolean(),
  status: z.enum(['passed', 'failed', 'skipped']),
  kind: z.string().nullish(),
  error: z.string().nullish(),
});

/**
 * Reads the lines of our reporter; a suite counts only when it failed by itself, not through its tests. A file that failed
 * as a whole may have tests when it does not, so that one is not called by its name.
 */
export function parseNodeTest(text: string | undefined, workspace: string): TestCase[] | undefined {
  if (text === undefined || text === '') return undefined;
  const cases: TestCase[] = [];
  for (const line of parseJsonLines(lineSchema, text)) {
    const { file, whole, suite, status, kind, error } = line;
    const titles = whole ? (status === 'failed' ? ['(loads)'] : []) : line.titles;
    if (suite && (status !== 'failed' || kind === 'subtestsFailed')) continue;
    if (kind === 'subtestsFailed') continue;
    const where = file ? fromWorkspace(workspace, file) : undefined;
    cases.push({
      name: caseName([...(where === undefined ? [] : [where]), ...titles]),
      status,
      ...(where === undefined ? {} : { file: where }),
      ...(error ? { error } : {}),
    });
  }
  return cases;
}
