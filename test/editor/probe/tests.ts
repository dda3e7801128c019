import type Mocha from 'mocha';
import type { ProbeRequests, TestReport } from './contract.ts';

/** Runs mocha in this process, the extension host, and gives what came of it. */
export async function runTests({ bundle, mocha }: ProbeRequests['tests/run']['params']): Promise<TestReport> {
  const { default: Runner }: { default: typeof Mocha } = await import(mocha);
  const suite = new Runner({ ui: 'bdd', timeout: 30_000, reporter: Runner.reporters.Base });
  suite.addFile(bundle);
  const passed: string[] = [];
  const failures: { title: string; detail: string }[] = [];
  return new Promise(resolve => {
    suite
      .run(() => resolve({ passed, failures }))
      .on('pass', test => passed.push(test.fullTitle()))
      .on('fail', (test, error: unknown) => {
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        failures.push({ title: test.fullTitle(), detail });
      });
  });
}
