import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../usage-error.ts';
import type { Check, RepairCase } from '../case.ts';
import { type Bug, bugsIn, fileAt, type Ids, reportedIn, textsOf } from './bugs.ts';
import { installed } from './installed.ts';

/** Where the packages lie, beside the repositories, and what was found out of the tests. */
const cache = '.installed';

export interface BugsJsChoice {
  readonly ids: Ids;
  /** A folder of cases of locating: only the bugs that have one there, which are those that were reported with a trace. */
  readonly reported?: string | undefined;
}

/**
 * The bugs of the repositories of BugsJS in a folder as cases, each at the commit whose tests show it. Packages are
 * installed below the folder when a case is begun.
 */
export async function bugsJsCases(folder: string, { ids, reported }: BugsJsChoice): Promise<RepairCase[]> {
  const wanted = reported === undefined ? undefined : await reportedIn(reported);
  const behaviour = await readFile(new URL('behaviour.cjs', import.meta.url), 'utf8');
  const cases: RepairCase[] = [];
  for (const bug of await bugsIn(folder, ids)) {
    if (wanted !== undefined && !wanted.has(`${bug.project}-${bug.id}`)) continue;
    cases.push(await caseOf(bug, path.join(folder, cache), behaviour));
  }
  if (cases.length === 0)
    throw new UsageError(`The folder ${folder} holds no repository of BugsJS with such bugs.`);
  return cases;
}

async function caseOf(bug: Bug, packages: string, behaviour: string): Promise<RepairCase> {
  const { tests, fix } = await textsOf(bug);
  const name = `${bug.project}-${bug.id}`;
  return {
    name,
    tree: {
      folder: bug.repository,
      commit: bug.broken,
      installed: async () =>
        installed((await fileAt(bug.repository, bug.broken, 'package.json')) ?? '{}', packages),
    },
    from: { failingTests: tests, mended: true, kept: path.join(packages, `${name}.json`) },
    truth: { files: fix, check: linted(bug, [...fix.keys()], behaviour) },
  };
}

/** Where the check lies while it runs; the engine never sees it. */
const hidden = '.errata-check/behaviour.cjs';
const rule = /^lib\/rules\/([\w-]+)\.js$/;
const seenByRules =
  /^lib\/(?:rules|code-path-analysis|token-store)\/[\w-]+\.js$|^lib\/(?:ast-utils|token-store)\.js$/;

/** Of ESLint what decides what rules say can be compared on many programs; of all else only the text. */
function linted({ project }: Bug, fixed: readonly string[], behaviour: string): Check | undefined {
  if (project !== 'eslint' || !fixed.every(file => seenByRules.test(file))) return undefined;
  const rules = fixed.map(file => rule.exec(file)?.[1]);
  const asked = rules.filter(name => name !== undefined);
  const command = ['node', hidden, ...(asked.length === rules.length ? asked : [])];
  return { command, files: { [hidden]: behaviour }, compared: true };
}
