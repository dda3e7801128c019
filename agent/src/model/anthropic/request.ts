import type Anthropic from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { systemInJson } from '../json-answer.ts';
import type { Message, ModelRequest, TextPart } from '../model.ts';

export type Thought = Anthropic.ThinkingBlockParam | Anthropic.RedactedThinkingBlockParam;

const cached = { cache_control: { type: 'ephemeral' } } as const;
/** The API takes four marks; the system text and the end of a conversation have one each. */
const mostStable = 2;

/**
 * In the words of the Messages API. The temperature is left out: it is refused since version 2026-10-21, and samples differ
 * without it. @param schemas whether the server can hold an answer to a form
 */
export function anthropicRequest(
  model: string,
  request: ModelRequest,
  schemas: boolean,
): Anthropic.MessageCreateParamsStreaming {
  const { schema, tools, maxOutput } = request;
  const system = schemas ? request.system : systemInJson(request);
  return {
    model,
    stream: true,
    max_tokens: maxOutput,
    ...(system !== '' && { system: [{ type: 'text', text: system, ...cached }] }),
    messages: conversation(request),
    ...(tools?.length && {
      tools: tools.map(({ name, description, input }) => ({
        name,
        description,
        input_schema: { ...input, type: 'object' },
      })),
    }),
    ...(schema &&
      schemas && {
        output_config: { format: { type: 'json_schema', schema: transformJSONSchema(schema.schema) } },
      }),
  };
}

function conversation({ messages, tools }: ModelRequest): Anthropic.MessageParam[] {
  const stable = messages
    .flatMap(({ parts }) => parts.filter(part => part.type === 'text' && part.stable))
    .slice(-mostStable);
  const spoken = messages.map((message): Anthropic.MessageParam => {
    return { role: message.role, content: blocks(message, part => stable.includes(part)) };
  });
  // With tools it goes on from here: what was said so far is read again in each step.
  const last = tools?.length ? spoken.at(-1)?.content.at(-1) : undefined;
  if (typeof last === 'object') Object.assign(last, cached);
  return spoken;
}

/** What tools said comes first, and what was thought: the API wants it so. */
function blocks({ parts }: Message, isStable: (part: TextPart) => boolean): Anthropic.ContentBlockParam[] {
  const first: Anthropic.ContentBlockParam[] = [];
  const rest: Anthropic.ContentBlockParam[] = [];
  for (const part of parts) {
    switch (part.type) {
      case 'text':
        if (part.text !== '') rest.push({ type: 'text', text: part.text, ...(isStable(part) && cached) });
        break;
      case 'call':
        // `readAnswer` made it.
        first.push(...((part.thought as readonly Thought[] | undefined) ?? []));
        rest.push({ type: 'tool_use', id: part.id, name: part.tool, input: part.input });
        break;
      case 'result':
        first.push({
          type: 'tool_result',
          tool_use_id: part.call,
          content: part.text,
          ...(part.isError && { is_error: true }),
        });
    }
  }
  return [...first, ...rest];
}
