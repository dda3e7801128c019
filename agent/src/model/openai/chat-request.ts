import type OpenAI from 'openai';
import type { Message, ModelRequest } from '../model.ts';
import type { Dialect } from './dialect.ts';
import { formOf } from './form.ts';

type ChatMessage = OpenAI.ChatCompletionMessageParam;
/** `reasoning_content` or `reasoning`, as the server called it: DeepSeek's wants to see it again. */
export type ChatThought = Readonly<Record<string, string>>;

/** In the words of the Chat Completions API. */
export function chatRequest(
  model: string,
  request: ModelRequest,
  dialect: Dialect,
): OpenAI.ChatCompletionCreateParamsStreaming {
  const { tools, temperature, maxOutput } = request;
  const { system, format } = formOf(request, dialect);
  const { limit } = dialect;
  return {
    model,
    stream: true,
    messages: [
      ...(system === '' ? [] : [{ role: 'system', content: system } as const]),
      ...request.messages.flatMap(message => chatMessages(message)),
    ],
    ...(dialect.takes('usage') && { stream_options: { include_usage: true } }),
    ...(limit && { [limit]: maxOutput }),
    ...(temperature !== undefined && dialect.takes('temperature') && { temperature }),
    ...(tools?.length && {
      tools: tools.map(({ name, description, input }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...input, type: 'object' } },
      })),
    }),
    ...(format && { response_format: { type: 'json_schema', json_schema: format } }),
  };
}

/** Texts are one string: nearly every server takes that, and lists of parts only some. */
function chatMessages({ role, parts }: Message): ChatMessage[] {
  const text = parts
    .flatMap(part => (part.type === 'text' && part.text !== '' ? [part.text] : []))
    .join('\n\n');
  if (role === 'user') {
    const results = parts.flatMap((part): ChatMessage[] =>
      part.type === 'result' ? [{ role: 'tool', tool_call_id: part.call, content: part.text }] : [],
    );
    return text === '' ? results : [...results, { role: 'user', content: text }];
  }
  const calls = parts.flatMap(part =>
    part.type === 'call'
      ? [
          {
            id: part.id,
            type: 'function' as const,
            function: { name: part.tool, arguments: JSON.stringify(part.input) },
          },
        ]
      : [],
  );
  // `readChat` made it.
  const thought = parts.find(part => part.type === 'call')?.thought as ChatThought | undefined;
  return [
    {
      role: 'assistant',
      content: text,
      ...(calls.length > 0 && { tool_calls: calls }),
      ...thought,
    },
  ];
}
