import { refusesPart } from '../server-fault.ts';

/** What a server may not take of a request that can do without it, and how it calls it when it refuses it. */
const names = {
  temperature: /temperature/,
  schema: /response_format|json_schema|text\.format|structured output/i,
  /** That the tokens of a stream are counted. */
  usage: /stream_options|include_usage/,
  /** That what it thought is given, to be shown to it again. */
  thought: /encrypted_content|\binclude\b/,
  limit: /max_(?:completion_|output_)?tokens/,
} as const;
export type Part = keyof typeof names;

type Limit = 'max_completion_tokens' | 'max_tokens';

/** How one of the many servers that speak OpenAI's protocols speaks them, as far as that is known. */
export class Dialect {
  /** Whether it is OpenAI's own: others may take what they do not follow. */
  readonly isOwn: boolean;
  readonly #refused = new Set<Part>();
  readonly #limits: Limit[];

  constructor(address: URL) {
    this.isOwn = address.hostname === 'api.openai.com' || address.hostname.endsWith('.openai.azure.com');
    // The newer name first where it is known for sure.
    this.#limits = this.isOwn
      ? ['max_completion_tokens', 'max_tokens']
      : ['max_tokens', 'max_completion_tokens'];
  }

  takes(part: Part): boolean {
    return !this.#refused.has(part);
  }

  /** What it calls the most tokens of an answer. */
  get limit(): Limit | undefined {
    return this.takes('limit') ? this.#limits[0] : undefined;
  }

  /** Leaves out from now on what was refused. False when that is nothing which can be left out. */
  learn(error: unknown): boolean {
    const part = (Object.keys(names) as Part[]).find(
      each => this.takes(each) && refusesPart(error, names[each]),
    );
    if (part === undefined) return false;
    if (part === 'limit' && this.#limits.length > 1) this.#limits.shift();
    else this.#refused.add(part);
    return true;
  }
}
