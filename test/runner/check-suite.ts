import { runStep, StepError } from '../process/step.ts';
import { brokenSuite, type Outcome } from './outcome.ts';
import type { Print } from './print.ts';
import type { CheckSuite } from './suites.ts';

const OUTPUT_LINES = 200;

/** Runs a check, which says something only when it fails. */
export async function runCheck(suite: CheckSuite, root: string, print: Print): Promise<Outcome> {
  const began = Date.now();
  const elapsed = () => (Date.now() - began) / 1000;
  try {
    const options = { cwd: root, timeoutMs: suite.timeoutMs, tailLines: OUTPUT_LINES };
    await runStep('npm', ['run', '--silent', suite.script], options);
    print('  ✓ clean');
    return { suite: suite.name, passed: 1, failures: [], skips: [], seconds: elapsed() };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    print(error.message.replaceAll(/^/gm, '  '));
    const first = error.message.split('\n').slice(0, 20).join('\n');
    return brokenSuite(suite.name, `npm run ${suite.script}`, first, elapsed());
  }
}
