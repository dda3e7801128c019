import { z } from 'zod';
import { type Asked, pieces, type WireMessage, type WirePart } from './exchange.ts';
import {
  BadRequest,
  bearer,
  inputOf,
  type Refusal,
  type Said,
  type ServerEvent,
  type Speaker,
} from './speaker.ts';

const cacheControl = z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() });
const textBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1, 'text content blocks must be non-empty'),
  cache_control: cacheControl.nullish(),
});
const thinkingBlock = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string(),
});
const useBlock = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const resultBlock = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.string(),
  is_error: z.boolean().optional(),
  cache_control: cacheControl.nullish(),
});

/** What we send of a request; the real server knows more, and takes no `temperature` any longer. */
const requestSchema = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().positive(),
  stream: z.boolean().default(false),
  system: z.union([z.string(), z.array(textBlock)]).default([]),
  messages: z
    .array(
      z.strictObject({
        role: z.enum(['user', 'assistant']),
        content: z.union([
          z.string().min(1),
          z.array(z.discriminatedUnion('type', [textBlock, thinkingBlock, useBlock, resultBlock])).min(1),
        ]),
      }),
    )
    .min(1),
  tools: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
        cache_control: cacheControl.nullish(),
      }),
    )
    .default([]),
  output_config: z
    .strictObject({ format: z.strictObject({ type: z.literal('json_schema'), schema: z.looseObject({}) }) })
    .optional(),
});

export const anthropic: Speaker = {
  protocol: 'anthropic',
  provider: 'anthropic',
  path: '/v1/messages',
  end: '',
  keyOf: headers => bearer(headers) ?? headers['x-api-key']?.toString(),
  read(body, headers) {
    if (headers['anthropic-version'] === undefined)
      throw new BadRequest('anthropic-version: header is required');
    const request = requestSchema.parse(body);
    const marks = JSON.stringify(request).match(/"cache_control":\{/g)?.length ?? 0;
    if (marks > 4)
      throw new BadRequest(`A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`);
    const messages = request.messages.map(readMessage);
    checkResults(messages);
    return {
      model: request.model,
      system:
        typeof request.system === 'string'
          ? request.system
          : request.system.map(({ text }) => text).join('\n'),
      messages,
      tools: request.tools.map(({ name, description = '', input_schema }) => ({
        name,
        description,
        input: input_schema,
      })),
      schema: request.output_config?.format.schema,
      maxOutput: request.max_tokens,
      stream: request.stream,
    };
  },
  plain: (said, asked) => ({
    ...empty(asked, said),
    content: [
      ...(said.thinking === undefined
        ? []
        : [{ type: 'thinking', thinking: said.thinking, signature: 'c2lnbmVk' }]),
      ...(said.text === '' ? [] : [{ type: 'text', text: said.text, citations: null }]),
      ...said.calls.map((call, index) => ({
        type: 'tool_use',
        id: idOf(call, index),
        name: call.tool,
        input: call.input ?? {},
      })),
    ],
    ...stopOf(said),
  }),
  *events(said, asked) {
    yield named({ type: 'message_start', message: empty(asked, said) });
    let index = 0;
    if (said.thinking !== undefined) {
      yield named({
        type: 'content_block_start',
        index,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      });
      yield named({
        type: 'content_block_delta',
        index,
        delta: { type: 'thinking_delta', thinking: said.thinking },
      });
      yield named({
        type: 'content_block_delta',
        index,
        delta: { type: 'signature_delta', signature: 'c2lnbmVk' },
      });
      yield named({ type: 'content_block_stop', index: index++ });
    }
    yield named({ type: 'ping' });
    if (said.text !== '' || said.pieces) {
      yield named({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
      for (const text of said.pieces ?? pieces(said.text)) {
        yield named({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
      }
      yield named({ type: 'content_block_stop', index: index++ });
    }
    for (const [at, call] of said.calls.entries()) {
      const block = { type: 'tool_use', id: idOf(call, at), name: call.tool, input: {} };
      yield named({ type: 'content_block_start', index, content_block: block });
      for (const partial_json of ['', ...pieces(inputOf(call))]) {
        yield named({
          type: 'content_block_delta',
          index,
          delta: { type: 'input_json_delta', partial_json },
        });
      }
      yield named({ type: 'content_block_stop', index: index++ });
    }
    yield named({
      type: 'message_delta',
      delta: stopOf(said),
      usage: { output_tokens: said.counted.output },
    });
    yield named({ type: 'message_stop' });
  },
  refuse(fault, { parameter = 'temperature' }, { model }) {
    switch (fault) {
      case 'rate-limited':
        return refusal(
          429,
          'rate_limit_error',
          'This request would exceed your organization’s rate limit of 50,000 input tokens per minute.',
        );
      case 'overloaded':
        return refusal(529, 'overloaded_error', 'Overloaded');
      case 'failed':
        return refusal(500, 'api_error', 'Internal server error');
      case 'wrong-key':
        return refusal(401, 'authentication_error', 'invalid x-api-key');
      case 'forbidden':
        return refusal(
          403,
          'permission_error',
          'Your API key does not have permission to use the specified resource.',
        );
      case 'no-credit':
        return refusal(
          400,
          'invalid_request_error',
          'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
        );
      case 'no-such-model':
        return refusal(404, 'not_found_error', `model: ${model}`);
      case 'too-long':
        return refusal(400, 'invalid_request_error', 'prompt is too long: 213462 tokens > 200000 maximum');
      case 'not-taken':
        return refusal(400, 'invalid_request_error', `${parameter}: Extra inputs are not permitted`);
    }
  },
  reject: message => refusal(400, 'invalid_request_error', message),
  midway: () =>
    named({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_1' }),
};

type Content = Exclude<z.infer<typeof requestSchema>['messages'][number]['content'], string>;

function readMessage({ role, content }: z.infer<typeof requestSchema>['messages'][number]): WireMessage {
  if (typeof content === 'string') return { role, parts: [{ type: 'text', text: content }] };
  return { role, parts: content.flatMap(readBlock) };
}

function readBlock(block: Content[number]): readonly WirePart[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: block.text, ...(block.cache_control && { stable: true }) }];
    case 'thinking':
      return [];
    case 'tool_use':
      return [{ type: 'call', id: block.id, tool: block.name, input: block.input }];
    case 'tool_result':
      return [{ type: 'result', call: block.tool_use_id, text: block.content }];
  }
}

/** Calls are answered at once, all of them, and before anything else is said. */
function checkResults(messages: readonly WireMessage[]): void {
  for (const [index, { parts }] of messages.entries()) {
    const calls = parts.flatMap(part => (part.type === 'call' ? [part.id] : []));
    const next = messages[index + 1]?.parts ?? [];
    const results = next.slice(0, calls.length).flatMap(part => (part.type === 'result' ? [part.call] : []));
    const missing = calls.filter(id => !results.includes(id));
    if (missing.length > 0) {
      throw new BadRequest(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}.`,
      );
    }
  }
}

function idOf({ id }: Said['calls'][number], index: number): string {
  return id ?? `toolu_${index + 1}`;
}

function empty({ model }: Asked, { counted }: Said): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: counted.input,
      cache_creation_input_tokens: counted.cacheWrite,
      cache_read_input_tokens: counted.cacheRead,
      output_tokens: counted.output,
    },
  };
}

function stopOf({ refused, stop, calls }: Said): object {
  const reason = refused ? 'refusal' : stop ? 'max_tokens' : calls.length > 0 ? 'tool_use' : 'end_turn';
  return {
    stop_reason: reason,
    stop_sequence: null,
    ...(refused && {
      stop_details: {
        type: 'refusal',
        category: 'cyber',
        explanation: 'This is not something to help with.',
      },
    }),
  };
}

function named(data: { readonly type: string; readonly [key: string]: unknown }): ServerEvent {
  return { event: data.type, data };
}

function refusal(status: number, type: string, message: string): Refusal {
  return { status, body: { type: 'error', error: { type, message }, request_id: 'req_1' } };
}
