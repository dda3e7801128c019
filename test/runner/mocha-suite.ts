import { once } from 'node:events';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Exit, ProcessGroup } from '../process/group.ts';
import type { Outcome } from './outcome.ts';
import { marked, type Print } from './print.ts';
import { LEFT_OPEN, type ResultFile, resultFile } from './result-file.ts';
import type { MochaSuite } from './suites.ts';

const KEEP_COMPILED = join(import.meta.dirname, 'keep-compiled.ts');

/** Runs a mocha suite in process groups of its own and believes only the result files that they leave. */
export async function runMocha(
  suite: MochaSuite,
  root: string,
  { env = {}, print }: { env?: NodeJS.ProcessEnv; print: Print },
): Promise<Outcome> {
  const began = Date.now();
  const files = await testFiles(suite, root);
  const outcome = (result: ResultFile): Outcome => ({
    suite: suite.name,
    ...result,
    seconds: (Date.now() - began) / 1000,
  });
  if (files.length === 0) {
    const failure = { title: 'has no tests', detail: `no file matches ${suite.files.join(', ')}` };
    return outcome({ passed: 0, failures: [failure], skips: [] });
  }
  const folder = await mkdtemp(join(tmpdir(), 'errata-test-'));
  try {
    const shares = dealt(files, suite.sideBySide);
    const results = await Promise.all(
      shares.map((share, index) => {
        const output = join(folder, `${index}.json`);
        const own = shares.length > 1 ? marked(`${index + 1}│`, print) : print;
        return runShare(suite, { root, env, files: share, output, print: own });
      }),
    );
    return outcome({
      passed: results.reduce((sum, result) => sum + result.passed, 0),
      failures: results.flatMap(result => result.failures),
      skips: results.flatMap(result => result.skips),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Share {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly files: readonly string[];
  readonly output: string;
  readonly print: Print;
}

async function runShare(suite: MochaSuite, share: Share): Promise<ResultFile> {
  const { root, files, output, print } = share;
  const group = ProcessGroup.start(process.execPath, mochaArguments(suite, root, files, output), {
    cwd: root,
    env: { ...process.env, ...share.env },
    output: 'pipe',
  });
  for (const stream of [group.child.stdout, group.child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', print);
  }
  const closed = once(group.child, 'close');
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    void group.stop();
  }, suite.timeoutMs);
  const exit = await group.ended.finally(() => clearTimeout(deadline));
  await group.stop(0);
  await closed;

  const result = await readResult(output);
  if (late) return broken(result, `took longer than ${suite.timeoutMs / 60_000} minutes`);
  if (!result) return broken(result, `${ended(exit)} before the tests were over`);
  const wrong = contradiction(exit, result);
  return wrong === undefined ? result : broken(result, wrong);
}

/** Shares of like size; neighbours, which often take as long as each other, go to different ones. */
function dealt(files: readonly string[], shares: number): string[][] {
  const count = Math.max(1, Math.min(shares, files.length));
  return Array.from({ length: count }, (_, share) => files.filter((_, index) => index % count === share));
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
  const own = ['--no-config', '--require', KEEP_COMPILED, '--timeout', String(suite.testTimeoutMs)];
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  return [mocha, ...own, ...reporter, ...options.flatMap(option => ['--reporter-option', option]), ...files];
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

function broken(result: ResultFile | undefined, why: string): ResultFile {
  const whole = { title: 'the suite itself', detail: why };
  return {
    passed: result?.passed ?? 0,
    failures: [...(result?.failures ?? []), whole],
    skips: result?.skips ?? [],
  };
}

function ended(exit: Exit): string {
  return exit.code === null ? `was ended by ${exit.signal}` : `ended with ${exit.code}`;
}
