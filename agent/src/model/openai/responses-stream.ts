import type OpenAI from 'openai';
import type { Answer } from '../answer.ts';
import type { Server } from '../fault-text.ts';
import type { ModelAnswer } from '../model.ts';
import { serverFault } from '../server-fault.ts';
import { usageOf } from './usage.ts';

type Events = AsyncIterable<OpenAI.Responses.ResponseStreamEvent>;
type Response = OpenAI.Responses.Response;

/** Reads an answer out of the events of the Responses API. */
export async function readResponse(events: Events, answer: Answer, server: Server): Promise<ModelAnswer> {
  let last: Response | undefined;
  let refused = false;
  const thought: OpenAI.Responses.ResponseReasoningItem[] = [];
  for await (const event of events) {
    switch (event.type) {
      case 'response.output_text.delta':
        answer.write(event.delta);
        break;
      case 'response.refusal.delta':
        refused = true;
        break;
      case 'response.output_item.added':
        if (event.item.type === 'function_call') {
          answer.call(event.output_index, { id: event.item.call_id, tool: event.item.name });
        }
        answer.alive();
        break;
      case 'response.output_item.done':
        // Without what is encrypted in it there is nothing to see again.
        if (event.item.type === 'reasoning' && event.item.encrypted_content) thought.push(event.item);
        break;
      case 'response.function_call_arguments.delta':
        answer.addInput(event.output_index, event.delta);
        break;
      case 'response.reasoning_text.delta':
      case 'response.reasoning_summary_text.delta':
        answer.think(event.delta);
        break;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        last = event.response;
        break;
      default:
        answer.alive();
    }
  }
  if (last === undefined) throw answer.cutOff();
  if (last.usage) {
    const { input_tokens, output_tokens, input_tokens_details } = last.usage;
    answer.tokens = usageOf(input_tokens, output_tokens, input_tokens_details);
  }
  if (last.status === 'failed') throw serverFault({ error: last.error, code: last.error?.code }, server);
  const why = last.incomplete_details?.reason;
  if (refused || why === 'content_filter') throw answer.refused();
  return answer.finish(
    why === 'max_output_tokens' ? 'length' : 'end',
    thought.length > 0 ? thought : undefined,
  );
}
