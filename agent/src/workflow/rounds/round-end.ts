import type { FileChange } from '@errata/protocol/proposal';

/** What came of a round, before it is told. */
export interface RoundEnd {
  readonly state: 'done' | 'refused';
  /** For the record. */
  readonly message: string;
  /** Markdown for the pull request; nothing is said there without it. */
  readonly comment?: string | undefined;
  readonly commit?: string | undefined;
}

/** Another version of a branch: what differs from its tip, and what is to be said of it. */
export interface Version {
  readonly edits: readonly FileChange[];
  /** One line, for the commit. */
  readonly subject: string;
  /** Markdown, for the pull request. */
  readonly said: string;
  /** The engine's candidate that it is, by its id. */
  readonly candidate?: string | undefined;
}

/** A round that ends without another version, and why. */
export class RoundOver extends Error {
  override readonly name = 'RoundOver';
  readonly end: RoundEnd;

  constructor(end: RoundEnd) {
    super(end.message);
    this.end = end;
  }
}

/** Ends a round with words for whoever asked. */
export function sayOnly(message: string, comment: string): RoundOver {
  return new RoundOver({ state: 'done', message, comment });
}

/** Ends a round without a word on the forge. */
export function refuse(message: string): RoundOver {
  return new RoundOver({ state: 'refused', message });
}
