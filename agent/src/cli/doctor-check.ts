/** One line of what `errata doctor` finds. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do when it is missing. */
  readonly fix?: string;
  /** Of a model or a command that cannot be used, for scripts. */
  readonly reason?: string;
  /** Without it nothing can be fixed; one sandbox of several is enough. */
  readonly needed: boolean;
}
