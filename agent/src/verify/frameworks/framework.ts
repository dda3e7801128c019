import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { VerifyContext } from '../context.ts';
import type { Project } from '../project.ts';

export type FrameworkName =
  | 'mocha'
  | 'node:test'
  | 'jest'
  | 'vitest'
  | 'ava'
  | 'pytest'
  | 'unittest'
  | 'go test'
  | 'Maven'
  | 'Gradle'
  | 'cargo test'
  | 'the configured command';

/** An exception as it was seen in the sandbox. Files are repository-relative where they lie in the workspace. */
export interface Sighting {
  readonly type: string;
  readonly message: string;
  /** Innermost frame first. */
  readonly frames: readonly { readonly file: string; readonly line: number; readonly function?: string }[];
}

export interface TestCase {
  /** Suite titles and the test's own, joined by ` › `; unique enough to be compared between two runs. */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Repository-relative, where the framework says it. */
  readonly file?: string;
  /** Why it failed, with the stack. */
  readonly error?: string;
  readonly exceptions?: readonly Sighting[];
}

/** One call of a test runner, ready for the sandbox. */
export interface Invocation {
  readonly files: ReadonlyMap<string, string>;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly collect: readonly string[];
}

/** How one project is tested: the framework with the project's own configuration. */
export interface TestPlan {
  readonly framework: FrameworkName;
  readonly project: Project;
  /** The project's test files at HEAD, repository-relative. */
  readonly testFiles: readonly string[];
  /**
   * The whole suite, or only these files (repository-relative). `changed` are the texts that the run lays over HEAD, for
   * frameworks that are told tests by name.
   */
  invocation(only?: readonly string[], changed?: ReadonlyMap<string, string | null>): Invocation;
  /** The results of such a run, or undefined when the runner did not get as far as reporting any. */
  read(result: SandboxResult, only?: readonly string[]): readonly TestCase[] | undefined;
  /** Calls that tell by their exit code alone whether these files pass, where that is cheaper than the runner. */
  direct?(only: readonly string[]): readonly Invocation[];
  /** What its tests take, in seconds of the processor, and whether some had to be ended; where that was measured. */
  readonly pace?: { readonly seconds: number; readonly hangs: boolean };
  /** The output as a person reads it, for runners that write for programs. */
  print?(result: SandboxResult): string;
}

export interface PlanInput {
  readonly context: VerifyContext;
  readonly project: Project;
}

/** Where our own files go in a run's workspace. Hidden, so that no runner takes them for tests. */
export const ownFolder = '.errata';
export const reportFile = `${ownFolder}/report.json`;

export function caseName(titles: readonly string[]): string {
  return titles.filter(title => title !== '').join(' › ');
}
