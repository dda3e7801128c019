import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type Asked, countTokens, type Faulty, type Recorded, type Spoken, spoken } from './exchange.ts';
import type { Said, SaidFault, ServerEvent, Speaker } from './speaker.ts';

export async function say(
  speaker: Speaker,
  answer: Spoken | Faulty | Recorded,
  asked: Asked,
  response: ServerResponse,
): Promise<void> {
  if ('events' in answer) {
    await stream(
      answer.events.map(data => ({ data })),
      response,
    );
    return void response.end(speaker.end);
  }
  if (!('fault' in answer)) return tell(speaker, counted(answer, asked), asked, response);
  const { fault, text } = answer;
  const begun = counted(spoken(text), asked);
  const half = halfOf(asked.stream ? [...speaker.events(begun, asked)] : []);
  switch (fault) {
    case 'refusal':
      return tell(speaker, { ...begun, refused: true }, asked, response);
    case 'empty':
      return tell(speaker, counted(spoken(''), asked), asked, response);
    case 'endless':
      return tell(speaker, { ...begun, pieces: endless(text) }, { ...asked, stream: true }, response);
    case 'hang':
      return;
    case 'stall':
      return stream(half, response);
    case 'cut':
      await stream(half, response);
      return void response.destroy();
    case 'ended':
      await stream(half, response);
      return void response.end();
    case 'malformed':
      await stream(half, response);
      return void response.end(
        half.length > 0 ? 'event: message_delta\ndata: {"type": "message_del\n\n' : '{"type": "mess',
      );
    case 'overloaded-midway':
      await stream([...half, speaker.midway()], response);
      return void response.end();
    case 'gateway':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      return;
    default:
      return fail(speaker, fault, answer, asked, response);
  }
}

async function tell(speaker: Speaker, said: Said, asked: Asked, response: ServerResponse): Promise<void> {
  if (!asked.stream) return send(response, { status: 200, body: speaker.plain(said, asked) });
  await stream(speaker.events(said, asked), response);
  response.end(speaker.end);
}

/** Writes as fast as the client reads, until it goes away. */
async function stream(events: Iterable<ServerEvent>, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.flushHeaders();
  for (const { event, data } of events) {
    if (response.destroyed) return;
    const written = response.write(`${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
    if (!written) await drained(response);
  }
}

async function drained(response: ServerResponse): Promise<void> {
  const either = new AbortController();
  const heard = ['drain', 'close'].map(event => once(response, event, { signal: either.signal }));
  await Promise.race(heard).finally(() => either.abort());
}

export function fail(
  speaker: Speaker,
  fault: SaidFault,
  answer: Faulty,
  asked: Asked,
  response: ServerResponse,
): void {
  const after = answer.retryAfter === undefined ? undefined : { 'retry-after': String(answer.retryAfter) };
  send(response, speaker.refuse(fault, answer, asked), after);
}

export function send(
  response: ServerResponse,
  { status, body }: { readonly status: number; readonly body: unknown },
  headers = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function counted(answer: Spoken, asked: Asked): Said {
  const calls = answer.calls.map(({ input }) => JSON.stringify(input ?? {})).join('');
  return {
    ...answer,
    counted: {
      input: answer.tokens.input ?? countTokens(asked.system + JSON.stringify(asked.messages)),
      output: answer.tokens.output ?? countTokens(answer.text + calls),
      cacheRead: answer.tokens.cacheRead ?? 0,
      cacheWrite: answer.tokens.cacheWrite ?? 0,
    },
  };
}

function halfOf(events: readonly ServerEvent[]): readonly ServerEvent[] {
  return events.slice(0, Math.ceil(events.length / 2));
}

function* endless(text: string): Generator<string> {
  while (true) yield `${text} `;
}
