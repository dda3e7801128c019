import { once } from 'node:events';
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { jsonOf } from '@errata/protocol/lenient';
import { t } from '@vscode/l10n';
import { ModelError } from '../model-error.ts';

const mostAnswer = 64 * 1024 * 1024;
/** Which headers go on, either way: none that could hold a secret, lead elsewhere or change how bytes are read. */
const requestHeaders = /^(?:content-type|accept|user-agent|anthropic-(?:version|beta)|openai-beta)$/;
const answerHeaders =
  /^(?:content-type|retry-after(?:-ms)?|(?:x-)?request-id|(?:anthropic|x)-ratelimit-[\w-]+)$/;

export interface Onward {
  readonly url: URL;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** Put on by us. */
  readonly signature: Readonly<Record<string, string>>;
  /** Stands in nothing that is given back. */
  readonly key: string | undefined;
}

/** A server's no, in the form that its SDKs have for it. */
export interface Denial {
  readonly status: number;
  readonly error: unknown;
  readonly headers: Headers;
}

/** Sends a request on and gives the answer back as it comes. A no comes in whole. `heard` is told of all of it. */
export async function handOn(
  onward: Onward,
  response: ServerResponse,
  { signal, heard }: { signal: AbortSignal; heard(text: string): void },
): Promise<Denial | undefined> {
  const answer = await send(onward, signal);
  const status = answer.statusCode ?? 502;
  const headers = chosen(answer.headers, answerHeaders);
  const denied = status >= 400;
  const decoder = new StringDecoder('utf8');
  let bytes = 0;
  let said = '';
  if (!denied) response.writeHead(status, headers);
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostAnswer)
      throw new ModelError('too-long', t('The answer of {0} does not end.', onward.url.host));
    const text = decoder.write(chunk);
    heard(text);
    if (denied) said += text;
    else if (!response.write(chunk)) await once(response, 'drain', { signal });
  }
  if (!denied) {
    response.end();
    return undefined;
  }
  const plain = onward.key === undefined ? said : said.replaceAll(onward.key, '…');
  response.writeHead(status, headers);
  response.end(plain);
  return { status, error: jsonOf(plain) ?? plain, headers: new Headers(headers) };
}

/** Does not follow where it is sent to. */
async function send(
  { url, body, headers, signature }: Onward,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const begin = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = begin(url, {
    method: 'POST',
    headers: {
      ...chosen(headers, requestHeaders),
      ...signature,
      'content-length': Buffer.byteLength(body),
    },
    signal,
  });
  // What fails after the answer has begun is told by the answer.
  request.on('error', () => undefined);
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return answer;
}

function chosen(headers: IncomingHttpHeaders, allowed: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      allowed.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
