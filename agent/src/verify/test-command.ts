import type { VerifyContext } from './context.ts';
import type { TestPlan } from './frameworks/framework.ts';
import { goTestPlan } from './frameworks/go-test.ts';
import { jestPlan } from './frameworks/jest.ts';
import { junitPlan } from './frameworks/junit.ts';
import { mochaPlan } from './frameworks/mocha.ts';
import { nodeTestPlan } from './frameworks/node-test.ts';
import { pytestPlan, wantsPytest } from './frameworks/pytest.ts';
import { unittestPlan } from './frameworks/unittest.ts';
import { vitestPlan } from './frameworks/vitest.ts';
import { declares, type Project, projectOf } from './project.ts';

/** How a project is tested, or why that cannot be said. */
export interface Detection {
  readonly plan: TestPlan | undefined;
  /** A framework that runs a test file even in a project without tests of its own. */
  readonly fallback: TestPlan | undefined;
  /** Why there is no plan; absent when there is one. */
  readonly reason?: string;
}

/**
 * Finds how the project around `path` (repository-relative, the file to be fixed) is tested: the framework that its
 * test script names, else one that it declares, else one that its test files import.
 */
export async function detectTests(context: VerifyContext, path: string): Promise<Detection> {
  const project = await projectOf(context, path);
  if (project === undefined) {
    return {
      plan: undefined,
      fallback: undefined,
      reason: `Tests of ${path} are in no language that can be run here.`,
    };
  }
  switch (project.language) {
    case 'javascript':
      return javascript(context, project);
    case 'python':
      return python(context, project);
    case 'go':
      return offered(await goTestPlan({ context, project }), project, 'Go');
    case 'java':
      return offered(await junitPlan({ context, project }), project, 'Java');
    case 'rust':
      return offered(undefined, project, 'Rust');
  }
}

/** The one plan that a language has, or why there is none. */
function offered(
  plan: TestPlan | { reason: string } | undefined,
  project: Project,
  language: string,
): Detection {
  if (plan === undefined)
    return { plan: undefined, fallback: undefined, reason: `Tests of ${language} cannot be run here yet.` };
  if ('reason' in plan) return { plan: undefined, fallback: undefined, reason: plan.reason };
  if (plan.testFiles.length === 0) return { plan: undefined, fallback: plan, reason: noTests(project) };
  return { plan, fallback: plan };
}

async function javascript(context: VerifyContext, project: Project): Promise<Detection> {
  const input = { context, project };
  const fallback = await nodeTestPlan(input, true);
  for (const make of [vitestPlan, jestPlan, mochaPlan, nodeTestPlan] as const) {
    const plan = await make(input);
    if (plan === undefined) continue;
    if (plan.testFiles.length === 0) return { plan: undefined, fallback: plan, reason: noTests(project) };
    return { plan, fallback: plan };
  }
  const declared = ['vitest', 'jest', 'mocha', 'ava', 'tap', 'jasmine'].find(name => declares(project, name));
  const reason =
    declared === undefined
      ? noTests(project)
      : ['ava', 'tap', 'jasmine'].includes(declared)
        ? `The tests use ${declared}, which is not supported yet.`
        : `The tests use ${declared}, which is not installed in the working folder; install the dependencies first.`;
  return { plan: undefined, fallback, reason };
}

async function python(context: VerifyContext, project: Project): Promise<Detection> {
  const input = { context, project };
  const unittest = await unittestPlan(input);
  if (await wantsPytest(input)) {
    const plan = await pytestPlan(input);
    if (plan !== undefined && plan.testFiles.length > 0) return { plan, fallback: plan };
    if (plan === undefined && !(await runsWithoutPytest(context, unittest.testFiles))) {
      const reason = 'The tests use pytest, which cannot be imported in the sandbox.';
      return { plan: undefined, fallback: unittest, reason };
    }
  }
  if (unittest.testFiles.length === 0)
    return { plan: undefined, fallback: unittest, reason: noTests(project) };
  return { plan: unittest, fallback: unittest };
}

/** Whether some of the tests can do without pytest: classes of unittest, or functions in files that do not import it. */
async function runsWithoutPytest(context: VerifyContext, files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const text = (await context.sources.read(file)) ?? '';
    if (/\bunittest\b/.test(text) || !/^\s*(?:import|from)\s+pytest\b/m.test(text)) return true;
  }
  return false;
}

function noTests(project: Project): string {
  return `${project.folder === '' ? 'The repository' : project.folder} has no tests that were recognised.`;
}
