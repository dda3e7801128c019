import type OpenAI from 'openai';
import type { Answer } from '../answer.ts';
import type { ModelAnswer } from '../model.ts';
import { usageOf } from './usage.ts';

type Chunk = OpenAI.ChatCompletionChunk;
type Delta = Chunk['choices'][number]['delta'];

/** Reads an answer out of the chunks of the Chat Completions API. */
export async function readChat(chunks: AsyncIterable<Chunk>, answer: Answer): Promise<ModelAnswer> {
  const calls = new CallPlaces(answer);
  const thought: Record<string, string> = {};
  let refused = false;
  let finish: string | null = null;
  for await (const { choices = [], usage } of chunks) {
    if (usage) {
      const { prompt_tokens, completion_tokens, prompt_tokens_details } = usage;
      answer.tokens = usageOf(prompt_tokens, completion_tokens, prompt_tokens_details);
    }
    // Others send an empty list, or none, with what is no part of the answer.
    const [choice] = choices;
    if (!choice) continue;
    const { delta } = choice;
    finish = choice.finish_reason ?? finish;
    if (delta?.content) answer.write(delta.content);
    else answer.alive();
    for (const [name, text] of thoughtIn(delta)) {
      thought[name] = (thought[name] ?? '') + text;
      answer.think(text);
    }
    refused ||= Boolean(delta?.refusal);
    for (const call of delta?.tool_calls ?? []) calls.add(call);
  }
  if (finish === null) throw answer.cutOff();
  if (refused || finish === 'content_filter') throw answer.refused();
  const isEmpty = Object.keys(thought).length === 0;
  return answer.finish(finish === 'length' ? 'length' : 'end', isEmpty ? undefined : thought);
}

/** No part of OpenAI's own: what those call it that let it be seen. */
function thoughtIn(delta: Delta | undefined): readonly (readonly [name: string, text: string])[] {
  return Object.entries({ ...delta }).flatMap(([name, text]) =>
    (name === 'reasoning_content' || name === 'reasoning') && typeof text === 'string' ? [[name, text]] : [],
  );
}

type CallPart = NonNullable<Delta['tool_calls']>[number];

interface CallPlace {
  readonly id: string;
  readonly place: number;
}

/** Puts the pieces of calls together. Some servers give neither an index of their own nor an id to each. */
class CallPlaces {
  readonly #answer: Answer;
  readonly #open = new Map<number, CallPlace>();
  #places = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  add({ index = 0, id, function: called }: CallPart): void {
    const open = this.#open.get(index);
    const isOpen = open !== undefined && (!id || id === open.id);
    const { place } = isOpen ? open : this.#begin(index, id, called?.name ?? '');
    if (called?.arguments) this.#answer.addInput(place, called.arguments);
  }

  #begin(index: number, given: string | undefined, tool: string): CallPlace {
    const place = this.#places++;
    const begun = { id: given || `call_${place + 1}`, place };
    this.#open.set(index, begun);
    this.#answer.call(place, { id: begun.id, tool });
    return begun;
  }
}
