import type { TokenUsage } from '@errata/protocol/model';

/** As the protocols name what they count; in text that a model wrote the quotes would be escaped. */
const counted =
  /"(input_tokens|prompt_tokens|output_tokens|completion_tokens|cache_read_input_tokens|cache_creation_input_tokens|cached_tokens)"\s*:\s*(\d{1,12})/g;
/** Longer than any of these. */
const overlap = 80;

/** Reads off an answer what it took, as it passes by: whole or in events, in whichever protocol. */
export class UsageMeter {
  readonly #most = new Map<string, number>();
  #end = '';

  push(chunk: string): void {
    const text = this.#end + chunk;
    for (const [, name = '', count] of text.matchAll(counted))
      this.#most.set(name, Math.max(this.#most.get(name) ?? 0, Number(count)));
    // A number that may go on is read again, and then it is greater.
    this.#end = text.slice(-overlap);
  }

  /** Undefined where the answer did not say it. */
  get tokens(): TokenUsage | undefined {
    const of = (name: string) => this.#most.get(name) ?? 0;
    const input = Math.max(of('input_tokens'), of('prompt_tokens'));
    const output = Math.max(of('output_tokens'), of('completion_tokens'));
    if (input === 0 && output === 0) return undefined;
    // One protocol counts what a cache held among what goes in, the other beside it.
    const within = Math.min(of('cached_tokens'), input);
    return {
      input: input - within,
      output,
      cacheRead: of('cache_read_input_tokens') + within,
      cacheWrite: of('cache_creation_input_tokens'),
    };
  }
}
