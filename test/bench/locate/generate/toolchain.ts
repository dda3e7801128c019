export type LanguageName = 'javascript' | 'python' | 'go' | 'ruby';

export interface TraceFrame {
  /** As the trace has it. */
  readonly file: string;
  readonly line: number;
  /** Lines of the text (from 0) that tell of this frame. */
  readonly from: number;
  readonly to: number;
}

/** What a client captures of a frame beside its place. */
export interface CapturedFrame {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An error that ended a test. */
export interface TestCrash {
  /** What the runtime said of it. */
  readonly text: string;
  /** Frames whose values were captured, those of causes first, of each exception the outermost first. */
  readonly captured: readonly CapturedFrame[];
}

/** Where a test stands. */
export interface TestPlace {
  /** Absolute. */
  readonly file: string;
  /** Its own name, without those of what it stands in. */
  readonly title: string;
}

export interface TestRun {
  readonly passed: ReadonlySet<string>;
  readonly crashes: ReadonlyMap<string, TestCrash>;
  readonly places: ReadonlyMap<string, TestPlace>;
}

/** Tells by its exit code whether tests pass. */
export interface TestCheck {
  readonly command: readonly string[];
  /** What it needs besides the tests, by path in the checkout. */
  readonly files: Readonly<Record<string, string>>;
}

/** How the code of a language is told from its tests and run. */
export interface Toolchain {
  readonly language: LanguageName;
  isSource(path: string): boolean;
  isTest(path: string): boolean;
  /** Runs the tests that lie in a folder. Throws when nothing could be run at all. */
  run(folder: string, tests: readonly string[], signal: AbortSignal): Promise<TestRun>;
  /** Runs these tests of these files alone, in the checkout's folder. */
  check(tests: readonly string[], files: readonly string[]): Promise<TestCheck>;
  /** Innermost first. */
  frames(text: string): TraceFrame[];
}

/** The frames of which a pattern finds file and line, each as many lines of text as it takes. */
export function framesBy(text: string, pattern: RegExp, until: (line: string) => boolean): TraceFrame[] {
  const lines = text.split('\n');
  return lines.flatMap((line, from) => {
    const found = pattern.exec(line);
    if (found === null) return [];
    let to = from;
    while (to + 1 < lines.length && !until(lines[to + 1] ?? '')) to++;
    return [{ file: found[1] ?? '', line: Number(found[2]), from, to }];
  });
}
