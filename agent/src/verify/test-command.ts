import { t } from '@vscode/l10n';
import type { VerifyContext } from './context.ts';
import { avaPlan } from './frameworks/ava.ts';
import { cargoPlan } from './frameworks/cargo.ts';
import { commandPlan } from './frameworks/command.ts';
import type { PlanInput, TestPlan } from './frameworks/framework.ts';
import { goTestPlan } from './frameworks/go-test.ts';
import { jestPlan } from './frameworks/jest.ts';
import { junitPlan } from './frameworks/junit.ts';
import { mochaPlan } from './frameworks/mocha.ts';
import { nodeTestPlan } from './frameworks/node-test.ts';
import { pytestPlan, wantsPytest } from './frameworks/pytest.ts';
import { tapePlan } from './frameworks/tape.ts';
import { unittestPlan } from './frameworks/unittest.ts';
import { vitestPlan } from './frameworks/vitest.ts';
import { declares, type Project, projectsAround } from './project.ts';

/** How a project is tested, or why that cannot be said. */
export interface Detection {
  readonly plan: TestPlan | undefined;
  /** A framework that runs a test file even in a project without tests of its own. */
  readonly fallback: TestPlan | undefined;
  /** Why there is no plan; absent when there is one. */
  readonly reason?: string;
}

/**
 * Finds how the code around `path` (repository-relative, the file to be fixed) is tested: in the nearest project that has
 * tests, by the framework that its test script names, else one that it declares, else one that its test files import.
 * A person's own `command` runs the whole suite instead, wherever one is given.
 */
export async function detectTests(
  context: VerifyContext,
  path: string,
  command?: string,
): Promise<Detection> {
  const projects = await projectsAround(context, path);
  const found: { project: Project; detection: Detection }[] = [];
  for (const project of projects) {
    found.push({ project, detection: await detectIn(context, project, path) });
    if (found.at(-1)?.detection.plan !== undefined) break;
  }
  const best = found.find(({ detection }) => detection.plan !== undefined) ?? found[0];
  if (best === undefined)
    return { plan: undefined, fallback: undefined, reason: t('{0} is in no project.', path) };
  const { project, detection } = best;
  if (command === undefined) return detection;
  const plan = detection.plan ?? detection.fallback;
  const configured = await commandPlan(context, command, { project, plan });
  return { plan: configured, fallback: plan ?? configured };
}

async function detectIn(context: VerifyContext, project: Project, path: string): Promise<Detection> {
  const input = { context, project };
  switch (project.language) {
    case 'javascript':
      return javascript(input);
    case 'python':
      return python(input);
    case 'go':
      return offered(await goTestPlan(input));
    case 'java':
      return offered(await junitPlan(input));
    case 'rust':
      return offered(await cargoPlan(input));
    case 'other': {
      const reason = t(
        'Tests of {0} are in no language that is known here; a command for them can be set.',
        path,
      );
      return { plan: undefined, fallback: undefined, reason };
    }
  }
}

/** The one way that a language is tested, or why there is none. */
function offered(plan: TestPlan | { reason: string }): Detection {
  if ('reason' in plan) return { plan: undefined, fallback: undefined, reason: plan.reason };
  if (plan.testFiles.length > 0) return { plan, fallback: plan };
  return { plan: undefined, fallback: plan, reason: noTests(plan.project) };
}

const runners = ['vitest', 'jest', 'mocha', 'ava', 'tape'];
const unsupported = ['tap', 'jasmine', 'vows', 'qunit', 'uvu', 'karma', 'nodeunit'];

async function javascript(input: PlanInput): Promise<Detection> {
  const { project } = input;
  const fallback = await nodeTestPlan(input, true);
  const tape = (given: PlanInput) => tapePlan(given, fallback);
  for (const make of [vitestPlan, jestPlan, avaPlan, mochaPlan, tape, nodeTestPlan] as const) {
    const plan = await make(input);
    if (plan === undefined) continue;
    if (plan.testFiles.length === 0) return { plan: undefined, fallback: plan, reason: noTests(project) };
    return { plan, fallback: plan };
  }
  const declared = [...runners, ...unsupported].find(name => declares(project, name));
  const reason =
    declared === undefined
      ? noTests(project)
      : unsupported.includes(declared)
        ? t('The tests use {0}, which is not supported; a command for them can be set.', declared)
        : t(
            'The tests use {0}, which is not installed in the working folder; install the dependencies first.',
            declared,
          );
  return { plan: undefined, fallback, reason };
}

async function python(input: PlanInput): Promise<Detection> {
  const { context, project } = input;
  const unittest = await unittestPlan(input);
  if (await wantsPytest(input)) {
    const plan = await pytestPlan(input);
    if (plan !== undefined && plan.testFiles.length > 0) return { plan, fallback: plan };
    if (plan === undefined && !(await runsWithoutPytest(context, unittest.testFiles))) {
      const reason = t('The tests use pytest, which cannot be imported in the sandbox.');
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
  return t(
    '{0} has no tests that were recognised.',
    project.folder === '' ? t('The repository') : project.folder,
  );
}
