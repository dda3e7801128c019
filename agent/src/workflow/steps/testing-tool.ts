import { z } from 'zod';
import { quoted } from '../../diagnose/context/quote.ts';
import { scrubbedText } from '../../diagnose/context/secrets.ts';
import { summary } from '../../propose/model/summary.ts';
import { reachingTests } from '../../verify/reaching.ts';
import { runAttempt } from '../../verify/reproduction/attempt.ts';
import { runTests } from '../../verify/run-tests.ts';
import type { Bench } from '../workbench.ts';
import { type StepTool, stepTool, ToolRefusal } from './tool.ts';
import type { Worktree } from './worktree.ts';

export type TestingRoom = Pick<Bench, 'context' | 'detection' | 'reproduction'>;

const mostFiles = 20;
const mostFailures = 8;

/** Runs tests on a worktree as it is, in the sandbox only. */
export function testingTool(
  worktree: Worktree,
  room: TestingRoom,
  fence: string,
  signal: AbortSignal,
): StepTool {
  return stepTool(
    'run_tests',
    'Runs the test that raises the error, if there is one, and then test files: the named ones, or else those that reach what was changed.',
    z.strictObject({ files: z.array(z.string().min(1).max(500)).max(mostFiles).optional() }),
    async ({ files }) => {
      const told = [await reproduced(worktree, room, signal), await tested(worktree, room, files, signal)];
      const output = told.filter(text => text !== undefined).join('\n\n');
      return quoted(fence, { kind: 'output' }, scrubbedText(output));
    },
  );
}

async function reproduced(
  worktree: Worktree,
  { context, reproduction }: TestingRoom,
  signal: AbortSignal,
): Promise<string | undefined> {
  if ('reason' in reproduction) return undefined;
  const { plan, test, expected } = reproduction;
  const { result, output } = await runAttempt(context, plan, test, expected, worktree.files, signal);
  return `The test that raises the error: ${said[result]}\n${summary(output)}`;
}

const said = {
  raised: 'it still raises it.',
  other: 'it fails in another way.',
  passed: 'it passes.',
  'not-run': 'it could not be run.',
} as const;

async function tested(
  worktree: Worktree,
  { context, detection }: TestingRoom,
  wanted: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const plan = detection.plan ?? detection.fallback;
  if (plan === undefined) throw new ToolRefusal('There is no way to run tests here.');
  const own = worktree.test?.path;
  const known = new Set([...plan.testFiles, ...(own === undefined ? [] : [own])]);
  const unknown = wanted?.find(path => !known.has(path));
  if (unknown !== undefined) throw new ToolRefusal(`${JSON.stringify(unknown)} is no test file.`);
  const only = wanted ?? (await nearby(worktree, context, plan, own));
  if (only.length === 0) return undefined;
  const { report } = await runTests(context, plan, worktree.files, { only, signal });
  if (!report.ran) return `The tests could not be run.\n${summary(report.output)}`;
  const failed = report.tests.filter(({ status }) => status === 'failed').slice(0, mostFailures);
  return [
    `${report.passed} passed, ${report.failed} failed`,
    ...failed.map(({ name, error = '' }) => `failed: ${name}\n${summary(error)}`),
    summary(report.output),
  ].join('\n');
}

async function nearby(
  worktree: Worktree,
  context: TestingRoom['context'],
  plan: NonNullable<TestingRoom['detection']['plan']>,
  own: string | undefined,
): Promise<string[]> {
  const changed = (await worktree.changes()).map(({ path }) => path);
  const reaching = changed.length === 0 ? [] : await reachingTests(context, plan, { files: changed });
  return [...(own === undefined ? [] : [own]), ...reaching].slice(0, mostFiles);
}
