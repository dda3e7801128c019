import type { Json } from '../lenient.ts';

/** What a browser reports on its own, as far as it becomes part of an event. */
export interface Violation {
  readonly message: string;
  readonly fingerprint: readonly string[];
  readonly logger: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly transaction?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** When it happened, ISO 8601. */
  readonly time?: string | undefined;
  readonly report: Json;
}
