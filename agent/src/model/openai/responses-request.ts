import type OpenAI from 'openai';
import type { Message, ModelRequest } from '../model.ts';
import type { Dialect } from './dialect.ts';
import { formOf } from './form.ts';

/** The API takes no smaller limit. */
const leastOutput = 16;

/** In the words of the Responses API. What is told is not kept there. */
export function responsesRequest(
  model: string,
  request: ModelRequest,
  dialect: Dialect,
): OpenAI.Responses.ResponseCreateParamsStreaming {
  const { tools, temperature, maxOutput } = request;
  const { system: instructions, format } = formOf(request, dialect);
  return {
    model,
    stream: true,
    store: false,
    ...(instructions !== '' && { instructions }),
    input: request.messages.flatMap(items),
    ...(tools?.length && dialect.takes('thought') && { include: ['reasoning.encrypted_content'] }),
    ...(dialect.takes('limit') && { max_output_tokens: Math.max(leastOutput, maxOutput) }),
    ...(temperature !== undefined && dialect.takes('temperature') && { temperature }),
    ...(tools?.length && {
      tools: tools.map(({ name, description, input }) => ({
        type: 'function' as const,
        name,
        description,
        parameters: { ...input, type: 'object' },
        strict: false,
      })),
    }),
    ...(format && { text: { format: { type: 'json_schema', ...format } } }),
  };
}

export type ResponsesThought = readonly OpenAI.Responses.ResponseReasoningItem[];
type Item = OpenAI.Responses.ResponseInputItem;

function items({ role, parts }: Message): Item[] {
  // `readResponse` made it.
  const thought = parts.find(part => part.type === 'call')?.thought as ResponsesThought | undefined;
  return [...(thought ?? []), ...parts.map(part => itemOf(role, part)).filter(item => item !== undefined)];
}

function itemOf(role: Message['role'], part: Message['parts'][number]): Item | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : { role, content: part.text };
    case 'call':
      return {
        type: 'function_call',
        call_id: part.id,
        name: part.tool,
        arguments: JSON.stringify(part.input),
      };
    case 'result':
      return { type: 'function_call_output', call_id: part.call, output: part.text };
  }
}
