export type LanguageName = 'javascript' | 'python' | 'go' | 'ruby';

export interface TraceFrame {
  /** As the trace has it. */
  readonly file: string;
  readonly line: number;
  /** Lines of the text (from 0) that tell of this frame. */
  readonly from: number;
  readonly to: number;
}

export interface TestRun {
  readonly passed: ReadonlySet<string>;
  /** Test → what the runtime said of the error that ended it. */
  readonly crashes: ReadonlyMap<string, string>;
}

/** How the code of a language is told from its tests and run. */
export interface Toolchain {
  readonly language: LanguageName;
  isSource(path: string): boolean;
  isTest(path: string): boolean;
  /** Runs the tests that lie in a folder. Throws when nothing could be run at all. */
  run(folder: string, tests: readonly string[], signal: AbortSignal): Promise<TestRun>;
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
