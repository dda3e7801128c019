import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { TestCase, TestPlan } from '../../verify/frameworks/framework.ts';
import { parseV8Error } from '../../verify/frameworks/stack.ts';
import { summaryLine, tail } from '../../verify/run-tests.ts';
import { isOwn } from './test-event.ts';

const longestLine = 500;

/**
 * The error of the project's own code that ended a runner of JavaScript before its first test, as a test that fails.
 * Other runners say by themselves which file does not load.
 */
export function loadFailure(
  { framework, project }: TestPlan,
  { status, output }: SandboxResult,
  workspace: string,
): TestCase | undefined {
  if (project.language !== 'javascript' || status !== 'exited') return undefined;
  const lines = tail(output, 16_000)
    .split('\n')
    .map(line => line.slice(0, longestLine));
  const first = lines.findIndex(line => /^\s+at \S/.test(line));
  const head = lines.slice(0, Math.max(first, 0)).findLast(line => line.trim() !== '');
  if (head === undefined) return undefined;
  const error = [summaryLine(head), ...lines.slice(first)].join('\n');
  const seen = parseV8Error(error, workspace);
  if (!seen.frames.some(({ file }) => isOwn(file))) return undefined;
  return { name: `${framework} (loads)`, status: 'failed', error, exceptions: [seen] };
}
