import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { VerifyContext } from '../context.ts';
import type { Project } from '../project.ts';
import type { TestCase, TestPlan } from './framework.ts';
import { parseGoTest } from './go-test.ts';
import { parseJUnitXml } from './junit-xml.ts';
import { parsePrinted, parseStatusLines } from './printed.ts';
import { gatheringReports } from './report-script.ts';
import { parseTap } from './tap.ts';

/**
 * The plan for a project whose tests a person's own command runs, from the root of the repository. It runs all of them;
 * single files are run by the framework that was found, if one was.
 */
export async function commandPlan(
  context: VerifyContext,
  command: string,
  found: { project: Project; plan: TestPlan | undefined },
): Promise<TestPlan> {
  const files = await context.sources.list();
  const { report, ...run } = gatheringReports('', ['sh', '-c', command]);
  const { plan } = found;
  return {
    framework: plan?.framework ?? 'the configured command',
    project: found.project,
    testFiles: plan?.testFiles ?? [],
    invocation: (only, changed) =>
      only && plan ? plan.invocation(only, changed) : { ...run, cwd: '', env: {}, collect: [report] },
    read: (result, only) =>
      only && plan
        ? plan.read(result, only)
        : [...casesOf(result, report, context.workspace, files), ending(command, result)],
  };
}

/** What the command's own result adds: a build, a linter or a threshold may fail beside the tests. */
function ending(command: string, { exitCode, output }: SandboxResult): TestCase {
  const name = `${command} (as a whole)`;
  return exitCode === 0 ? { name, status: 'passed' } : { name, status: 'failed', error: output.slice(-4000) };
}

function casesOf(
  result: SandboxResult,
  report: string,
  workspace: string,
  files: readonly string[],
): readonly TestCase[] {
  const { stdout, stderr } = result;
  return (
    parseJUnitXml(result.artefacts.get(report), workspace, files) ??
    parseGoTest(stdout, { module: '', errors: stderr })?.map(({ folder, test, status }) => ({
      name: `${folder} › ${test}`,
      status,
    })) ??
    parseTap(stdout) ??
    parseStatusLines(stdout) ??
    parsePrinted(result.output) ??
    []
  );
}
