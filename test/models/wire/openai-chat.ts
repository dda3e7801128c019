import { z } from 'zod';
import { type Asked, pieces, type WireMessage } from './exchange.ts';
import { refuse, reject } from './openai-errors.ts';
import { BadRequest, bearer, inputOf, type Said, type ServerEvent, type Speaker } from './speaker.ts';

const messageSchema = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    // Not OpenAI's own: DeepSeek and those after it want it.
    reasoning_content: z.string().optional(),
    reasoning: z.string().optional(),
    tool_calls: z
      .array(
        z.strictObject({
          id: z.string(),
          type: z.literal('function'),
          function: z.strictObject({ name: z.string(), arguments: z.string() }),
        }),
      )
      .min(1)
      .optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

/** What we send of a request; the real server knows more. */
const requestSchema = z.strictObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().default(false),
  stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
          description: z.string().optional(),
          parameters: z.looseObject({ type: z.literal('object') }),
        }),
      }),
    )
    .min(1)
    .optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        schema: z.looseObject({}),
        strict: z.boolean().optional(),
      }),
    })
    .optional(),
});

export const openaiChat: Speaker = {
  protocol: 'openai-chat',
  provider: 'openai',
  path: '/v1/chat/completions',
  end: 'data: [DONE]\n\n',
  keyOf: bearer,
  read(body) {
    const request = requestSchema.parse(body);
    const system = request.messages.flatMap(message => (message.role === 'system' ? [message.content] : []));
    checkResults(request.messages);
    return {
      model: request.model,
      system: system.join('\n'),
      messages: request.messages.flatMap(readMessage),
      tools: (request.tools ?? []).map(({ function: { name, description = '', parameters } }) => ({
        name,
        description,
        input: parameters,
      })),
      schema: request.response_format?.json_schema.schema,
      temperature: request.temperature,
      maxOutput: request.max_completion_tokens ?? request.max_tokens,
      stream: request.stream,
    };
  },
  plain: (said, asked) => ({
    ...head(asked, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: said.refused || said.text === '' ? null : said.text,
          refusal: said.refused ? said.text : null,
          ...(said.calls.length > 0 && {
            tool_calls: said.calls.map((call, index) => functionCall(call, index, inputOf(call))),
          }),
        },
        finish_reason: finish(said),
      },
    ],
    usage: usage(said),
  }),
  *events(said, asked) {
    const chunk = (delta: object, finish_reason: string | null = null): ServerEvent => ({
      data: {
        ...head(asked, 'chat.completion.chunk'),
        choices: [{ index: 0, delta, finish_reason }],
        usage: null,
      },
    });
    yield chunk({ role: 'assistant', content: '' });
    if (said.thinking !== undefined) yield chunk({ reasoning_content: said.thinking });
    for (const text of said.pieces ?? pieces(said.text))
      yield chunk(said.refused ? { refusal: text } : { content: text });
    for (const [index, call] of said.calls.entries()) {
      yield chunk({ tool_calls: [{ index, ...functionCall(call, index, '') }] });
      for (const part of pieces(inputOf(call)))
        yield chunk({ tool_calls: [{ index, function: { arguments: part } }] });
    }
    yield chunk({}, finish(said));
    yield { data: { ...head(asked, 'chat.completion.chunk'), choices: [], usage: usage(said) } };
  },
  refuse,
  reject,
  midway: () => ({
    data: { error: { message: 'The server is overloaded', type: 'server_error', param: null, code: null } },
  }),
};

function readMessage(message: z.infer<typeof messageSchema>): WireMessage[] {
  switch (message.role) {
    case 'system':
      return [];
    case 'user':
      return [{ role: 'user', parts: [{ type: 'text', text: message.content }] }];
    case 'tool':
      return [
        { role: 'user', parts: [{ type: 'result', call: message.tool_call_id, text: message.content }] },
      ];
    case 'assistant':
      return [
        {
          role: 'assistant',
          parts: [
            ...(message.content ? [{ type: 'text', text: message.content } as const] : []),
            ...(message.tool_calls ?? []).map(
              ({ id, function: { name, arguments: input } }) =>
                ({ type: 'call', id, tool: name, input: JSON.parse(input) as unknown }) as const,
            ),
          ],
        },
      ];
  }
}

/** Calls are answered at once, all of them, before anything else is said. */
function checkResults(messages: z.infer<typeof requestSchema>['messages']): void {
  for (const [index, message] of messages.entries()) {
    const ids = (message.role === 'assistant' && message.tool_calls?.map(({ id }) => id)) || [];
    const next = messages.slice(index + 1, index + 1 + ids.length);
    const answered = next.flatMap(after => (after.role === 'tool' ? [after.tool_call_id] : []));
    const missing = ids.filter(id => !answered.includes(id));
    if (missing.length > 0) {
      throw new BadRequest(
        `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id': ${missing.join(', ')}`,
      );
    }
  }
}

function functionCall(call: Said['calls'][number], index: number, input: string): object {
  return {
    id: call.id ?? `call_${index + 1}`,
    type: 'function',
    function: { name: call.tool, arguments: input },
  };
}

function head({ model }: Asked, object: string): object {
  return { id: 'chatcmpl-1', object, created: 1_700_000_000, model };
}

function finish({ stop, calls }: Said): string {
  return stop ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop';
}

function usage({ counted: { input, output, cacheRead, cacheWrite } }: Said): object {
  const prompt = input + cacheRead + cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_tokens_details: {
      cached_tokens: cacheRead,
      ...(cacheWrite > 0 && { cache_write_tokens: cacheWrite }),
    },
  };
}
