export type SourceMapReason = 'not-json' | 'not-a-map' | 'bad-mappings' | 'too-large';

/** A source map is of no use. */
export class SourceMapError extends Error {
  readonly reason: SourceMapReason;

  constructor(reason: SourceMapReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SourceMapError';
    this.reason = reason;
  }
}
