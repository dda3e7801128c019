import { relativeTo } from '../project.ts';
import { caseName, type PlanInput, type TestCase, type TestPlan } from './framework.ts';
import { sightingsIn } from './sightings.ts';

const mostFiles = 2000;
const marked = /#\[(?:\w{1,40}::){0,3}(?:test|rstest)\b/;

/** Lines of the code are wanted in stacks, values of variables are not: builds are smaller and quicker so. */
const environment = {
  CARGO_NET_OFFLINE: 'true',
  CARGO_INCREMENTAL: '0',
  CARGO_PROFILE_DEV_DEBUG: '1',
  CARGO_TERM_COLOR: 'never',
  RUST_BACKTRACE: '1',
};

/** The plan for a crate, or a workspace of them: `cargo test`. */
export async function cargoPlan({ context, project }: PlanInput): Promise<TestPlan> {
  const testFiles: string[] = [];
  const sources = project.files.filter(file => file.endsWith('.rs') && !file.includes('/target/'));
  for (const file of sources.slice(0, mostFiles)) {
    if (marked.test((await context.sources.read(file)) ?? '')) testFiles.push(file);
  }
  return {
    framework: 'cargo test',
    project,
    testFiles,
    invocation: only => ({
      files: new Map(),
      // Headings go to standard error and results to standard output; they are read in the order they were written.
      command: [
        ...['sh', '-c', 'exec cargo "$@" 2>&1', 'sh'],
        ...['test', '--offline', '--no-fail-fast', ...targets(project.folder, only)],
      ],
      cwd: project.folder,
      env: environment,
      collect: [],
    }),
    read: result =>
      parseCargoTest(result.stdout)?.map(({ error, target, ...test }) => {
        const file = project.files.find(path => relativeTo(project.folder, path) === target);
        const exceptions = error ? sightingsIn(error, context.workspace, project.files) : [];
        return {
          ...test,
          ...(file !== undefined && /(?:^|\/)tests\//.test(target) ? { file } : {}),
          ...(error === undefined ? {} : { error }),
          ...(exceptions.length === 0 ? {} : { exceptions }),
        };
      }),
  };
}

/** Tests beside the crate are targets of their own; those within it are run together. */
function targets(folder: string, only: readonly string[] | undefined): string[] {
  const names = (only ?? []).map(
    file => /^tests\/([^/]+)(?:\.rs|\/main\.rs)$/.exec(relativeTo(folder, file))?.[1],
  );
  return names.every(name => name !== undefined) ? names.flatMap(name => ['--test', name]) : [];
}

interface CargoCase extends Pick<TestCase, 'name' | 'status' | 'error'> {
  /** The file that its target is made from, from the crate's folder. */
  readonly target: string;
}

const heading = /^\s+Running (?:unittests )?(\S+) \((?:\S*\/)?([^\s/]+?)-[0-9a-f]{16}(?:\.exe)?\)$/;
const documented = /^\s+Doc-tests (\S+)$/;
const result = /^test (.{1,500}?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b/;
const failureHead = /^---- (.{1,500}?)(?: stdout)? ----$/;
const brokenOff = /^\s+process didn't exit successfully: /;

/**
 * Reads what `cargo test` prints; undefined when nothing was run, since it does not build. A target that ends before its
 * last test, as a stack overflow makes it, counts as one failed test.
 */
export function parseCargoTest(text: string): CargoCase[] | undefined {
  const cases: CargoCase[] = [];
  const errors = new Map<string, string[]>();
  let target = '';
  let prefix: string[] = [];
  let open: string[] | undefined;
  let ended = true;
  let ran = false;
  for (const line of text.split(/\r?\n/)) {
    if (line === '' && open === undefined) continue;
    const [, file, crate] = heading.exec(line) ?? [];
    const doc = documented.exec(line)?.[1];
    if (file !== undefined || doc !== undefined) {
      target = file ?? '';
      prefix = doc === undefined ? [crate ?? '', target] : [doc, 'documentation'];
      open = undefined;
      ended = false;
      ran = true;
      continue;
    }
    if (!ran) continue;
    const failed = failureHead.exec(line)?.[1];
    const [, name, said] = open === undefined ? (result.exec(line) ?? []) : [];
    if (failed !== undefined) {
      open = [];
      errors.set(caseName([...prefix, failed]), open);
    } else if (/^test result: /.test(line)) {
      ended = true;
      open = undefined;
    } else if (brokenOff.test(line) && !ended) {
      cases.push({
        name: caseName([...prefix, '(ends early)']),
        status: 'failed',
        error: line.trim(),
        target,
      });
    } else if (open !== undefined) {
      if (line === 'failures:') open = undefined;
      else open.push(line);
    } else if (name !== undefined) {
      const status = said === 'ok' ? 'passed' : said === 'FAILED' ? 'failed' : 'skipped';
      cases.push({ name: caseName([...prefix, name]), status, target });
    }
  }
  if (!ran) return undefined;
  return cases.map(test => {
    const error = errors.get(test.name)?.join('\n').trim();
    return test.status === 'failed' && error ? { ...test, error } : test;
  });
}
