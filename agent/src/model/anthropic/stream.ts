import type Anthropic from '@anthropic-ai/sdk';
import type { TokenUsage } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import type { Answer } from '../answer.ts';
import type { ModelAnswer } from '../model.ts';
import { ModelError } from '../model-error.ts';
import type { Thought } from './request.ts';

type Event = Anthropic.RawMessageStreamEvent;

/** Reads an answer out of the events of the Messages API. */
export async function readAnswer(
  events: AsyncIterable<Event>,
  answer: Answer,
  id: string,
): Promise<ModelAnswer> {
  const thought = new Map<number, Thought>();
  let stop: Anthropic.StopReason | null = null;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        answer.tokens = used(event.message.usage);
        answer.alive();
        break;
      case 'content_block_start':
        begin(event, answer, thought);
        break;
      case 'content_block_delta':
        goOn(event, answer, thought);
        break;
      case 'message_delta':
        stop = event.delta.stop_reason;
        answer.tokens = used(event.usage, answer.tokens);
        break;
    }
  }
  switch (stop) {
    case null:
      throw answer.cutOff();
    case 'refusal':
      throw answer.refused();
    case 'model_context_window_exceeded':
      throw new ModelError(
        'context-too-long',
        t('What {0} was to read is too long for it. Choose a model that can read more.', id),
      );
    default:
      return answer.finish(
        stop === 'max_tokens' ? 'length' : 'end',
        thought.size > 0 ? [...thought.values()] : undefined,
      );
  }
}

function begin(
  { index, content_block: block }: Anthropic.RawContentBlockStartEvent,
  answer: Answer,
  thought: Map<number, Thought>,
): void {
  if (block.type === 'tool_use') answer.call(index, { id: block.id, tool: block.name });
  else if (block.type === 'thinking' || block.type === 'redacted_thinking') thought.set(index, block);
  answer.alive();
}

function goOn(
  { index, delta }: Anthropic.RawContentBlockDeltaEvent,
  answer: Answer,
  thought: Map<number, Thought>,
): void {
  const thinking = thought.get(index);
  switch (delta.type) {
    case 'text_delta':
      answer.write(delta.text);
      break;
    case 'input_json_delta':
      answer.addInput(index, delta.partial_json);
      break;
    case 'thinking_delta':
      if (thinking?.type === 'thinking')
        thought.set(index, { ...thinking, thinking: thinking.thinking + delta.thinking });
      answer.think(delta.thinking);
      break;
    case 'signature_delta':
      if (thinking?.type === 'thinking') thought.set(index, { ...thinking, signature: delta.signature });
  }
}

type Used = { readonly [Field in keyof Anthropic.MessageDeltaUsage]?: unknown };

/** What is said at the end goes before what was said at the beginning, as far as it goes. */
function used(usage: Used, before?: TokenUsage): TokenUsage {
  const count = (said: unknown, earlier = 0) => (typeof said === 'number' ? said : earlier);
  return {
    input: count(usage.input_tokens, before?.input),
    output: count(usage.output_tokens, before?.output),
    cacheRead: count(usage.cache_read_input_tokens, before?.cacheRead),
    cacheWrite: count(usage.cache_creation_input_tokens, before?.cacheWrite),
  };
}
