import { z } from 'zod';
import { type Asked, pieces, type WireMessage } from './exchange.ts';
import { refuse, reject } from './openai-errors.ts';
import { BadRequest, bearer, inputOf, type Said, type ServerEvent, type Speaker } from './speaker.ts';

const itemSchema = z.union([
  z.strictObject({
    type: z.literal('message').optional(),
    role: z.enum(['user', 'assistant']),
    content: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('reasoning'),
    id: z.string(),
    summary: z.array(z.unknown()),
    encrypted_content: z.string(),
  }),
  z.strictObject({ type: z.literal('function_call_output'), call_id: z.string(), output: z.string() }),
]);

/** What we send of a request; the real server knows more. */
const requestSchema = z.strictObject({
  model: z.string().min(1),
  instructions: z.string().optional(),
  input: z.array(itemSchema).min(1),
  stream: z.boolean().default(false),
  /** It is not to keep what it is told. */
  store: z.literal(false),
  max_output_tokens: z.int().min(16).optional(),
  temperature: z.number().min(0).max(2).optional(),
  include: z.array(z.literal('reasoning.encrypted_content')).optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        description: z.string().optional(),
        parameters: z.looseObject({ type: z.literal('object') }),
        strict: z.boolean(),
      }),
    )
    .min(1)
    .optional(),
  text: z
    .strictObject({
      format: z.strictObject({
        type: z.literal('json_schema'),
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        schema: z.looseObject({}),
        strict: z.boolean().optional(),
      }),
    })
    .optional(),
});

export const openaiResponses: Speaker = {
  protocol: 'openai-responses',
  provider: 'openai',
  path: '/v1/responses',
  end: '',
  keyOf: bearer,
  read(body) {
    const request = requestSchema.parse(body);
    checkResults(request.input);
    return {
      model: request.model,
      system: request.instructions ?? '',
      messages: request.input.flatMap(readItem),
      tools: (request.tools ?? []).map(({ name, description = '', parameters }) => ({
        name,
        description,
        input: parameters,
      })),
      schema: request.text?.format.schema,
      temperature: request.temperature,
      maxOutput: request.max_output_tokens,
      stream: request.stream,
      showsThought: request.include !== undefined,
    };
  },
  plain: (said, asked) => ended(asked, said),
  *events(said, asked) {
    let sequence_number = 0;
    const event = (type: string, data: object): ServerEvent => ({
      event: type,
      data: { type, sequence_number: sequence_number++, ...data },
    });
    yield event('response.created', { response: begun(asked) });
    yield event('response.in_progress', { response: begun(asked) });
    const output = outputOf(said, asked);
    for (const [output_index, item] of output.entries()) {
      const place = { item_id: item.id, output_index };
      yield event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress' } });
      if (item.type === 'function_call') {
        for (const delta of pieces(item.arguments))
          yield event('response.function_call_arguments.delta', { ...place, delta });
        yield event('response.function_call_arguments.done', {
          ...place,
          name: item.name,
          arguments: item.arguments,
        });
      } else if (item.type === 'message') {
        const kind = said.refused ? 'refusal' : 'output_text';
        for (const delta of said.pieces ?? pieces(said.text)) {
          yield event(`response.${kind}.delta`, { ...place, content_index: 0, delta, logprobs: [] });
        }
      }
      yield event('response.output_item.done', { output_index, item });
    }
    const response = ended(asked, said);
    yield event(`response.${said.stop ? 'incomplete' : 'completed'}`, { response });
  },
  refuse,
  reject,
  midway: () => ({
    event: 'response.failed',
    data: {
      type: 'response.failed',
      sequence_number: 9,
      response: {
        id: 'resp_1',
        object: 'response',
        status: 'failed',
        error: { code: 'server_error', message: 'The model is overloaded.' },
        output: [],
      },
    },
  }),
};

function readItem(item: z.infer<typeof itemSchema>): readonly WireMessage[] {
  switch (item.type) {
    case 'reasoning':
      return [];
    case 'function_call': {
      const input: unknown = JSON.parse(item.arguments);
      return [{ role: 'assistant', parts: [{ type: 'call', id: item.call_id, tool: item.name, input }] }];
    }
    case 'function_call_output':
      return [{ role: 'user', parts: [{ type: 'result', call: item.call_id, text: item.output }] }];
    default:
      return [{ role: item.role, parts: [{ type: 'text', text: item.content }] }];
  }
}

function checkResults(input: z.infer<typeof requestSchema>['input']): void {
  const results = input.flatMap(item => (item.type === 'function_call_output' ? [item.call_id] : []));
  for (const item of input) {
    if (item.type === 'function_call' && !results.includes(item.call_id)) {
      throw new BadRequest(`No tool output found for function call ${item.call_id}.`);
    }
  }
}

type Item =
  | {
      readonly type: 'reasoning';
      readonly id: string;
      readonly summary: readonly object[];
      readonly encrypted_content?: string;
    }
  | {
      readonly type: 'message';
      readonly id: string;
      readonly role: 'assistant';
      readonly status: string;
      readonly content: readonly object[];
    }
  | {
      readonly type: 'function_call';
      readonly id: string;
      readonly call_id: string;
      readonly name: string;
      readonly arguments: string;
    };

/** What is thought is only shown to those who ask for it, in a form that only the server reads. */
function reasoning(thinking: string, { showsThought }: Asked): Item {
  const item = { type: 'reasoning', id: 'rs_1', summary: [] } as const;
  return showsThought ? { ...item, encrypted_content: Buffer.from(thinking).toString('base64') } : item;
}

function outputOf(said: Said, asked: Asked): readonly Item[] {
  const content = said.refused
    ? { type: 'refusal', refusal: said.text }
    : { type: 'output_text', text: said.text, annotations: [], logprobs: [] };
  return [
    ...(said.thinking === undefined ? [] : [reasoning(said.thinking, asked)]),
    ...(said.text === '' && !said.pieces
      ? []
      : [
          {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            content: [content],
          } as const,
        ]),
    ...said.calls.map(
      (call, index) =>
        ({
          type: 'function_call',
          id: `fc_${index + 1}`,
          call_id: call.id ?? `call_${index + 1}`,
          name: call.tool,
          arguments: inputOf(call),
        }) as const,
    ),
  ];
}

function begun({ model }: Asked): object {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    model,
    status: 'in_progress',
    output: [],
    error: null,
  };
}

function ended(asked: Asked, said: Said): object {
  const { input, output, cacheRead, cacheWrite } = said.counted;
  const whole = input + cacheRead + cacheWrite;
  return {
    ...begun(asked),
    status: said.stop ? 'incomplete' : 'completed',
    incomplete_details: said.stop ? { reason: 'max_output_tokens' } : null,
    output: outputOf(said, asked),
    usage: {
      input_tokens: whole,
      input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: whole + output,
    },
  };
}
