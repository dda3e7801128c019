/** What the probe extension answers; over JSON-RPC, to the port that `ERRATA_PROBE` names. */

/** Milliseconds for which the extension host's event loop kept a timer waiting. */
export interface LoopDelays {
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What the extension under test did with VS Code's API since it was last asked. */
export interface Watched {
  /** When the tree said that it changed, in milliseconds of the wall clock. */
  readonly refreshes: readonly number[];
  /** How long each call of its `getChildren` took, by what it was asked for. */
  readonly children: readonly {
    readonly of: string;
    readonly count: number;
    readonly milliseconds: number;
  }[];
}

export interface TestReport {
  readonly passed: readonly string[];
  readonly failures: readonly { readonly title: string; readonly detail: string }[];
}

export interface ProbeRequests {
  /** What VS Code noted of the host's start, each by its name, in milliseconds of the wall clock. */
  marks: { params: null; result: Readonly<Record<string, number>> };
  /** The text of a document that is open from a scheme; nothing when none is. */
  'document/text': { params: { readonly scheme: string }; result: string | null };
  'delays/start': { params: null; result: null };
  'delays/stop': { params: null; result: LoopDelays };
  'watched/take': { params: null; result: Watched };
  'command/run': { params: { readonly command: string; readonly args: readonly unknown[] }; result: unknown };
  /** Runs a bundle of mocha tests inside the host. */
  'tests/run': { params: { readonly bundle: string; readonly mocha: string }; result: TestReport };
}
export type ProbeMethod = keyof ProbeRequests;
