import { realpath } from 'node:fs/promises';
import { posix, relative, sep } from 'node:path';
import { isTestPath } from '../../diagnose/sources.ts';
import type { VerifyContext } from '../../verify/context.ts';
import type { TestPlan } from '../../verify/frameworks/framework.ts';
import { inFolder, languageOfFile } from '../../verify/project.ts';
import { detectTests } from '../../verify/test-command.ts';
import { pathOf } from './named-tests.ts';

/** Of a repository of many projects those that are looked into, and the places where one may be. */
const mostPlans = 6;
const mostPlaces = 24;

export interface FoundPlans {
  readonly plans: readonly TestPlan[];
  /** Why there is none. */
  readonly reason: string;
}

/**
 * How the named tests are run, or all tests where no file of them is named: the plan of the project around each, those
 * below `near` (repository-relative) first.
 */
export async function testPlans(
  context: VerifyContext,
  { names, near, command }: { names: readonly string[]; near: string; command?: string | undefined },
): Promise<FoundPlans> {
  const sources = (await context.sources.list()).filter(path => languageOfFile(path) !== undefined);
  const named = names.map(pathOf).filter(path => path !== '');
  const inNamed = sources.filter(path => named.some(name => path === name || path.startsWith(`${name}/`)));
  const tests = sources.filter(isTestPath);
  const [some = []] = [inNamed, tests, sources].filter(paths => paths.length > 0);
  const distance = (path: string) =>
    Number(near !== '' && !path.startsWith(`${near}/`)) * 1000 + path.split('/').length;
  const plans: TestPlan[] = [];
  const seen = new Set<string>();
  let reason = 'There are no files here whose tests could be found.';
  for (const path of some.toSorted((a, b) => distance(a) - distance(b))) {
    const place = `${languageOfFile(path)} ${posix.dirname(path)}`;
    if (seen.has(place) || plans.some(plan => plan.testFiles.includes(path))) continue;
    if (plans.length >= mostPlans || seen.size >= mostPlaces) break;
    seen.add(place);
    let found = await detectTests(context, path);
    // A command of all tests tells little of one: it runs the failing ones only where nothing else does.
    if (found.plan === undefined && command !== undefined) found = await detectTests(context, path, command);
    if (found.plan === undefined) {
      if (plans.length === 0 && seen.size === 1) reason = found.reason ?? reason;
    } else if (!plans.some(plan => isSame(plan, found.plan))) plans.push(found.plan);
  }
  return { plans, reason };
}

/** Names of files as a person writes them in a folder of the repository, taken from the root. */
export async function namesFromRoot(
  names: readonly string[],
  { root, folder, paths }: { root: string; folder: string; paths: readonly string[] },
): Promise<{ names: string[]; near: string }> {
  const near = relative(root, await realpath(folder))
    .split(sep)
    .join('/');
  if (near === '') return { names: [...names], near };
  const isThere = (path: string) => paths.some(known => known === path || known.startsWith(`${path}/`));
  return {
    near,
    names: names.map(name => {
      const path = inFolder(near, pathOf(name));
      return isThere(path) ? `${path}${name.replace(/^\.\//, '').slice(pathOf(name).length)}` : name;
    }),
  };
}

function isSame(a: TestPlan, b: TestPlan | undefined): boolean {
  return a.framework === b?.framework && a.project.folder === b.project.folder;
}
