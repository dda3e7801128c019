import type { Outcome } from './outcome.ts';

/**
 * What is printed after the last suite: every failure and skip once more, the time of each suite, and as the very
 * last line the totals, in the form that `.ci/run` promises.
 */
export function report(outcomes: readonly Outcome[]): string {
  const lines: string[] = [''];
  for (const { suite, failures } of outcomes) {
    for (const { title, detail } of failures) lines.push(`FAILED ${suite}: ${title}`, indented(detail), '');
  }
  for (const { suite, skips } of outcomes) {
    for (const { title, reason } of skips) lines.push(`skipped ${suite}: ${title}: ${reason}`);
  }
  for (const { suite, seconds, passed, failures, skips } of outcomes) {
    const counts = `${passed} passed, ${failures.length} failed, ${skips.length} skipped`;
    lines.push(`${suite.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s  ${counts}`);
  }
  lines.push(summary(outcomes));
  return lines.join('\n');
}

/** Whether the run may be called a success: nothing failed, and there was something to fail. */
export function succeeded(outcomes: readonly Outcome[]): boolean {
  const { passed, failed } = totals(outcomes);
  return failed === 0 && passed > 0;
}

function summary(outcomes: readonly Outcome[]): string {
  const { passed, failed, skipped } = totals(outcomes);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function totals(outcomes: readonly Outcome[]): { passed: number; failed: number; skipped: number } {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failures, skips } of outcomes) {
    sum.passed += passed;
    sum.failed += failures.length;
    sum.skipped += skips.length;
  }
  return sum;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
