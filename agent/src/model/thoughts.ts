import type { Message, ToolCall } from './model.ts';

/**
 * What a model thought before it called tools, in the provider's own form: it wants to see that again with what the tools said.
 * Kept here, since it means nothing to anybody else.
 */
export class Thoughts<Thought> {
  readonly #byCall = new Map<string, Thought>();

  keep(thought: Thought, calls: readonly ToolCall[]): void {
    const [first] = calls;
    if (first) this.#byCall.set(first.id, thought);
  }

  before({ parts }: Message): Thought | undefined {
    const call = parts.find(part => part.type === 'call');
    return call && this.#byCall.get(call.id);
  }
}
