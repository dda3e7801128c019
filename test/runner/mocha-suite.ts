import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Exit, ProcessGroup } from '../process/group.ts';
import { brokenSuite, type Outcome } from './outcome.ts';
import { LEFT_OPEN, type ResultFile, resultFile } from './result-file.ts';
import type { MochaSuite } from './suites.ts';

/** Runs a mocha suite in a process group of its own and believes only the result file that it leaves. */
export async function runMocha(
  suite: MochaSuite,
  root: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const began = Date.now();
  const elapsed = () => (Date.now() - began) / 1000;
  const files = await testFiles(suite, root);
  if (suite.files.length > 0 && files.length === 0) {
    return brokenSuite(suite.name, 'has no tests', `no file matches ${suite.files.join(', ')}`, elapsed());
  }
  const folder = await mkdtemp(join(tmpdir(), 'errata-test-'));
  try {
    const output = join(folder, 'result.json');
    const group = ProcessGroup.start(process.execPath, mochaArguments(suite, root, files, output), {
      cwd: root,
      env: { ...process.env, ...env },
      output: 'inherit',
    });
    let late = false;
    const deadline = setTimeout(() => {
      late = true;
      void group.stop();
    }, suite.timeoutMs);
    const exit = await group.ended.finally(() => clearTimeout(deadline));
    await group.stop(0);

    const result = await readResult(output);
    if (late) return broken(suite, result, `took longer than ${suite.timeoutMs / 60_000} minutes`, elapsed());
    if (!result) return broken(suite, result, `${ended(exit)} before the tests were over`, elapsed());
    const wrong = contradiction(exit, result);
    if (wrong !== undefined) return broken(suite, result, wrong, elapsed());
    return { suite: suite.name, ...result, seconds: elapsed() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function testFiles(suite: MochaSuite, root: string): Promise<string[]> {
  const exclude = ['**/node_modules/**', ...suite.exclude];
  const files: string[] = [];
  for await (const file of glob([...suite.files], { cwd: root, exclude })) files.push(file);
  return files.sort();
}

function mochaArguments(suite: MochaSuite, root: string, files: readonly string[], output: string): string[] {
  const reporter = ['--reporter', join(import.meta.dirname, 'result-reporter.ts')];
  const options = [`output=${output}`, `detail=${suite.perTest ? 'tests' : 'suites'}`];
  const own =
    suite.files.length === 0 ? [] : ['--no-config', '--timeout', String(suite.testTimeoutMs), ...files];
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  return [mocha, ...reporter, ...options.flatMap(option => ['--reporter-option', option]), ...own];
}

async function readResult(file: string): Promise<ResultFile | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : resultFile.parse(JSON.parse(text));
}

/** Mocha ends with the number of failures; anything else happened outside of the tests. */
function contradiction(exit: Exit, result: ResultFile): string | undefined {
  if (exit.code === LEFT_OPEN) return 'did not end after the tests were over: something was left open';
  if (exit.code === 0 || (exit.code !== null && result.failures.length > 0)) {
    return result.passed + result.failures.length + result.skips.length === 0 ? 'has no tests' : undefined;
  }
  return `${ended(exit)} although every test passed`;
}

function broken(suite: MochaSuite, result: ResultFile | undefined, why: string, seconds: number): Outcome {
  const whole = { title: 'the suite itself', detail: why };
  return {
    suite: suite.name,
    passed: result?.passed ?? 0,
    failures: [...(result?.failures ?? []), whole],
    skips: result?.skips ?? [],
    seconds,
  };
}

function ended(exit: Exit): string {
  return exit.code === null ? `was ended by ${exit.signal}` : `ended with ${exit.code}`;
}
