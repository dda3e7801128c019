import type { IncomingMessage, RequestOptions } from 'node:http';
import { t } from '@vscode/l10n';

export interface Sent {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/** One question over HTTP, and the whole answer. As `fetch`, which takes 30 MB of memory more, and keeps them. */
export async function exchange(url: string, sent: Sent): Promise<{ status: number; text: string }> {
  try {
    return await once(url, sent);
  } catch (error) {
    // A connection that was kept for the next question may be closed by the other side at that moment.
    const isClosed = error instanceof ClosedBefore && sent.method === 'GET' && !sent.signal.aborted;
    if (!isClosed) throw error;
    return once(url, sent);
  }
}

class ClosedBefore extends Error {}

async function once(
  url: string,
  { method, headers, body, signal }: Sent,
): Promise<{ status: number; text: string }> {
  // TLS alone takes 8 MB, and log centers on loopback have none.
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options: RequestOptions = { method, headers: { ...headers, ...length }, signal };
  // What changes something goes through a connection of its own, since it must not be sent twice.
  const asked = request(url, method === 'GET' ? options : { ...options, agent: false });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asked.once('response', resolve);
  asked.on('error', cause =>
    reject(asked.reusedSocket ? new ClosedBefore(t('The connection was closed.'), { cause }) : cause),
  );
  asked.end(body);
  const answer = await promise;
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}
