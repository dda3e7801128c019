import path from 'node:path';
import { type BrokenCase, reasonOf } from '../../locate/case.ts';
import type { RepairCase, RepairCases } from '../case.ts';
import { type Bug, bugsIn } from './bugs.ts';
import { cloneOf, commitsOf } from './commits.ts';
import { environmentOf } from './environment.ts';
import { testsOf } from './test-names.ts';

export interface BugsInPyChoice {
  /** Folder of the projects' clones, by name; below the checkout if none is given. */
  readonly clones?: string | undefined;
  /** Whether virtual environments that are missing are made. */
  readonly install: boolean;
}

/**
 * The bugs of a checkout of BugsInPy as cases: the buggy commit with the tests of the fixed one, and the tests that
 * `run_test.sh` names. One that cannot be prepared is only told of.
 */
export async function bugsInPyCases(
  folder: string,
  { clones = path.join(folder, '.clones'), install }: BugsInPyChoice,
  how: {
    /** Those of all names that are wanted, before anything is fetched. */
    choose: (names: readonly string[]) => ReadonlySet<string>;
    signal: AbortSignal;
    say: (line: string) => void;
  },
): Promise<RepairCases> {
  const { bugs, broken } = await bugsIn(folder, how.choose);
  const cases: RepairCase[] = [];
  const leftOut: BrokenCase[] = [...broken];
  const environments = path.join(folder, '.environments');
  for (const bug of bugs) {
    how.signal.throwIfAborted();
    try {
      const clone = await cloneOf(bug, path.resolve(clones), how.signal);
      const installed = () => environmentOf(bug, environments, { install, say: how.say });
      cases.push(await caseOf(bug, clone, installed));
    } catch (error) {
      how.signal.throwIfAborted();
      leftOut.push({ name: bug.name, reason: reasonOf(error) });
    }
  }
  return { cases, broken: leftOut };
}

async function caseOf(bug: Bug, clone: string, installed: () => Promise<string>): Promise<RepairCase> {
  const { broken, files, fix } = await commitsOf(bug, clone);
  const tests = testsOf(bug.runTest, files);
  if (tests.length === 0) throw new Error('run_test.sh names no test in a way that is known.');
  if (fix.size === 0) throw new Error('The fix changes no Python file of the program.');
  return {
    name: bug.name,
    tree: { folder: clone, commit: broken, installed },
    from: { failingTests: tests, mended: true },
    truth: { files: fix, check: undefined },
  };
}
