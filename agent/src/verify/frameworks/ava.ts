import { declares, inFolder, localBinary, relativeTo } from '../project.ts';
import { scriptCommands, splitOptions, withoutOptions } from '../script.ts';
import { caseName, type PlanInput, type TestCase, type TestPlan } from './framework.ts';
import { parseTap } from './tap.ts';
import { javascriptTestFiles, matching } from './test-files.ts';

const takesValue = new Set('--config --concurrency -c --match -m --timeout -T --node-arguments'.split(' '));
const unwanted = '--watch -w --tap -t --verbose -v --fail-fast --match -m --update-snapshots -u'.split(' ');

/** The plan for a project that uses AVA with its own options; undefined when it does not, or when it is not installed. */
export async function avaPlan({ context, project }: PlanInput): Promise<TestPlan | undefined> {
  const used = scriptCommands(project.manifest?.scripts ?? {}, 'test').find(command =>
    /(?:^|\/)ava$/.test(command.words[0] ?? ''),
  );
  if (used === undefined && !declares(project, 'ava')) return undefined;
  const binary = await localBinary(context, project.folder, 'ava');
  if (binary === undefined) return undefined;
  const { options, operands } = splitOptions(used?.words.slice(1) ?? [], takesValue);
  const kept = withoutOptions(options, ...unwanted);
  const chosen = operands.length > 0 ? matching(project, operands) : [];
  const testFiles = chosen.length > 0 ? chosen : javascriptTestFiles(project);
  const own = (file: string) => relativeTo(project.folder, file);
  return {
    framework: 'ava',
    project,
    testFiles,
    invocation: only => ({
      files: new Map(),
      command: ['node', binary, ...kept, '--tap', ...(only?.map(own) ?? operands)],
      cwd: project.folder,
      env: { ...used?.env },
      collect: [],
    }),
    read: (result, only) => {
      const names = (only ?? testFiles).map(own);
      return parseTap(result.stdout)?.map(test =>
        withFile(test, names, path => inFolder(project.folder, path)),
      );
    },
  };
}

/**
 * AVA puts before a title as much of the file's path as tells the files of this run apart, and nothing when there is one:
 * a title is the same in every run with the whole path instead.
 */
function withFile(test: TestCase, files: readonly string[], full: (path: string) => string): TestCase {
  const matches = files.flatMap(file => {
    const prefix =
      files.length === 1 ? '' : prefixesOf(file).find(part => test.name.startsWith(`${part} › `));
    return prefix === undefined ? [] : [{ file, prefix }];
  });
  const best = matches.sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (best === undefined) return test;
  const title = best.prefix === '' ? test.name : test.name.slice(best.prefix.length + 3);
  return { ...test, name: caseName([full(best.file), title]), file: full(best.file) };
}

/** `test › sub › b`, `sub › b`, `b` of `test/sub/b.test.js`. */
function prefixesOf(file: string): string[] {
  const parts = file
    .replace(/\.[cm]?[jt]sx?$/, '')
    .split('/')
    .filter(part => part !== '__tests__');
  const last = (parts.pop() ?? '').replace(/^test-/, '').replace(/[._-](?:spec|test)$/, '');
  return [...parts, last].map((_, index, all) => all.slice(index).join(' › '));
}
