/** A program with a short history, and the trace that its second release left behind. */
export interface TraceCase {
  readonly language: string;
  /** Path in the repository of the file that the bug is in. */
  readonly file: string;
  /** Files that never change. */
  readonly others: Readonly<Record<string, string>>;
  /** The file before the bug. */
  readonly sound: string;
  /** What the commit with the bug replaced. */
  readonly change: readonly [from: string, to: string];
  /** As the runtime printed it. */
  readonly trace: string;
  /** A piece of the line that crashed, and the function around it. */
  readonly crash: { readonly text: string; readonly symbol: string };
  /** A piece of the line that the value came from, where that is another. */
  readonly producer?: string;
  /** A word of the expression that was bad. */
  readonly bad: string;
}
