import { t } from '@vscode/l10n';
import { timeLimit } from '../git/time-limit.ts';
import { ForgeError } from './forge-error.ts';
import { unreachable } from './refusal.ts';

export interface Sent {
  readonly method: string;
  /** With the token in them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** So much of the end of a long answer, instead of a failure. */
  readonly endOnly?: number | undefined;
  /** It may be kept by another host, which is asked without the token. */
  readonly elsewhere?: boolean | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const longestWait = 30_000;
const mostBytes = 16 << 20;
const mostOfLog = 256 << 20;
const mostRedirects = 3;

/** One question to a forge, and its answer, whatever its status. The token goes to the very origin that was asked, and nowhere else. */
export async function exchange(url: string, sent: Sent): Promise<Answer> {
  const limit = timeLimit(longestWait);
  const signal = sent.signal ? AbortSignal.any([sent.signal, limit]) : limit;
  try {
    return await follow(new URL(url), sent, signal);
  } catch (error) {
    if (ForgeError.is(error)) throw error;
    throw unreachable(new URL(url).host, error, sent.signal);
  }
}

async function follow(url: URL, sent: Sent, signal: AbortSignal, left = mostRedirects): Promise<Answer> {
  const { method, headers, body, endOnly } = sent;
  const response = await fetch(url, { method, headers, body: body ?? null, signal, redirect: 'manual' });
  const next = movedTo(url, method, response);
  if (!next)
    return { status: response.status, headers: response.headers, text: await read(response, url, endOnly) };
  await response.body?.cancel();
  const isOwn = next.origin === url.origin;
  const mayGo = isOwn || (sent.elsewhere === true && ['https:', url.protocol].includes(next.protocol));
  if (left === 0 || !mayGo) {
    throw new ForgeError(
      'bad-answer',
      t('{0} sends its visitors on to {1}; use that address instead.', url.host, next.origin),
    );
  }
  return follow(next, isOwn ? sent : { ...sent, headers: {} }, signal, left - 1);
}

/** Where a repository that was renamed or moved is now. A question that changes something is only sent on where that is meant. */
function movedTo(url: URL, method: string, { status, headers }: Response): URL | undefined {
  const location = headers.get('location');
  const isMeant =
    status === 307 || status === 308 || (method === 'GET' && (status === 301 || status === 302));
  return isMeant && location !== null && URL.canParse(location, url.href)
    ? new URL(location, url)
    : undefined;
}

async function read(response: Response, url: URL, endOnly: number | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  let held = 0;
  let seen = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    held += chunk.length;
    seen += chunk.length;
    while (endOnly !== undefined && held - (chunks[0]?.length ?? 0) >= endOnly)
      held -= chunks.shift()?.length ?? 0;
    if (seen > (endOnly === undefined ? mostBytes : mostOfLog)) {
      throw new ForgeError('bad-answer', t('{0} gave an answer that is too long to be read.', url.host));
    }
  }
  const whole = Buffer.concat(chunks);
  return whole.subarray(endOnly === undefined ? 0 : Math.max(0, whole.length - endOnly)).toString('utf8');
}
