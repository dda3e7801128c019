import type { IncomingMessage } from 'node:http';
import { release } from '../release.ts';
import { CollectError } from './collect-error.ts';
import { contentEncodingOf } from './content-encoding.ts';
import { inflateAtOnce, inflatePieces } from './inflate.ts';

export interface BodyLimits {
  /** Most bytes of the body as it is sent, and when it is unpacked. */
  readonly sent: number;
  readonly unpacked: number;
  /** How long a client may keep silent before its body is whole. */
  readonly stallMilliseconds: number;
}

/** Bodies up to here, which nearly all are, are taken in one piece. */
const mostAtOnce = 2 * 1024 * 1024;

/**
 * The body of a request without its content encoding: in one piece if it is small, else in pieces of which none is held.
 * When the reader stops, the rest of the request is thrown away, so that the client can read what it is answered.
 * @throws {CollectError} `bad-encoding`, `too-large`, `cut-off`, `stalled`
 */
export async function* bodyPieces(request: IncomingMessage, limits: BodyLimits): AsyncGenerator<Buffer> {
  const encoding = contentEncodingOf(request.headers['content-encoding']);
  if (Number(request.headers['content-length']) > limits.sent) throw tooLarge(limits.sent);
  await using sent = sentPieces(request, limits);
  const { head, isAll } = await takeHead(sent);
  if (isAll) {
    const whole = await inflateAtOnce(head, encoding, Math.min(mostAtOnce, limits.unpacked));
    if (whole !== undefined) {
      if (whole !== head) release(head);
      yield whole;
      return;
    }
  }
  yield* inflatePieces(head, sent, encoding, limits.unpacked);
}

/**
 * A whole body in one piece.
 * @throws {CollectError} as {@link bodyPieces}
 */
export async function wholeBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of bodyPieces(request, limits)) pieces.push(piece);
  return joined(pieces);
}

async function takeHead(sent: AsyncGenerator<Buffer>): Promise<{ head: Buffer; isAll: boolean }> {
  const pieces: Buffer[] = [];
  let size = 0;
  while (size <= mostAtOnce) {
    const { done, value } = await sent.next();
    if (done) return { head: joined(pieces), isAll: true };
    pieces.push(value);
    size += value.length;
  }
  return { head: joined(pieces), isAll: false };
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}

async function* sentPieces(request: IncomingMessage, limits: BodyLimits): AsyncGenerator<Buffer> {
  // To destroy the request would be to cut the connection that the answer takes.
  const pieces = request.iterator({ destroyOnReturn: false });
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await unlessStalled(pieces.next(), limits.stallMilliseconds);
      if (done) return;
      size += value.length;
      if (size > limits.sent) throw tooLarge(limits.sent);
      yield value;
    }
  } catch (error) {
    if (error instanceof CollectError) throw error;
    throw new CollectError('cut-off', 'The client hung up before its body was whole.', error);
  } finally {
    if (!request.readableEnded) {
      pieces.return?.().then(
        () => request.resume(),
        () => {},
      );
    }
  }
}

async function unlessStalled<T>(next: Promise<T>, milliseconds: number): Promise<T> {
  const stall = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    stall.reject(
      new CollectError(
        'stalled',
        `The client sent nothing for ${milliseconds} ms in the middle of its body.`,
      ),
    );
  }, milliseconds);
  try {
    return await Promise.race([next, stall.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(limit: number): CollectError {
  return new CollectError('too-large', `The body is larger than ${limit} bytes.`);
}
