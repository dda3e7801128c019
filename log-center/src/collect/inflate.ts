import { pipeline, Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { CollectError } from './collect-error.ts';
import type { ContentEncoding } from './content-encoding.ts';

type Packed = Exclude<ContentEncoding, 'identity'> | 'raw';

const chunkSize = 64 * 1024;
/** A frame may demand a window of any size; 8 MiB is what every decoder has to grant. */
const zstd = { chunkSize, params: { [constants.ZSTD_d_windowLogMax]: 23 } };

const atOnce = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  raw: promisify(inflateRaw),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
} as const;

/** To hand over so little to another thread, and wait for it, takes longer than to do it. */
const mostHere = 64 * 1024;
const here: Readonly<Record<Packed, (body: Buffer, options: object) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  raw: inflateRawSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

const asStream: Readonly<Record<Packed, () => Transform>> = {
  gzip: () => createGunzip({ chunkSize }),
  deflate: () => createInflate({ chunkSize }),
  raw: () => createInflateRaw({ chunkSize }),
  br: () => createBrotliDecompress({ chunkSize }),
  zstd: () => createZstdDecompress(zstd),
};

/**
 * All of a body as it was before its content encoding, or nothing if it would be larger than `limit`.
 * @throws {CollectError} `bad-encoding`
 */
export async function inflateAtOnce(
  body: Buffer,
  encoding: ContentEncoding,
  limit: number,
): Promise<Buffer | undefined> {
  if (encoding === 'identity' || body.length === 0) return body.length <= limit ? body : undefined;
  const packed = packedAs(encoding, body);
  try {
    const options = {
      ...(packed === 'zstd' ? zstd : { chunkSize: chunkOf(packed, body) }),
      maxOutputLength: limit,
    };
    return body.length <= mostHere ? here[packed](body, options) : await atOnce[packed](body, options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw badEncoding(encoding, error);
  }
}

/** A gzip says at its end how long it was, so that one piece of memory does; what it says is no more than a hint. */
function chunkOf(packed: Packed, body: Buffer): number {
  if (packed !== 'gzip' || body.length < 20) return chunkSize;
  return Math.min(Math.max(body.readUInt32LE(body.length - 4), 1024), 16 * chunkSize);
}

/**
 * A body that comes in pieces, unpacked piece by piece. What is beyond `limit` is never unpacked.
 * @throws {CollectError} `bad-encoding`, `too-large`
 */
export async function* inflatePieces(
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  encoding: ContentEncoding,
  limit: number,
): AsyncGenerator<Buffer> {
  const pieces = piecesOf(first, rest);
  const unpacked = encoding === 'identity' ? pieces : unpack(pieces, packedAs(encoding, first));
  let size = 0;
  try {
    for await (const piece of unpacked) {
      size += piece.length;
      if (size > limit) throw tooLarge(limit);
      yield piece;
    }
  } catch (error) {
    throw error instanceof CollectError ? error : badEncoding(encoding, error);
  }
}

function unpack(pieces: AsyncIterable<Buffer>, packed: Packed): AsyncIterable<Buffer> {
  const unpacked = asStream[packed]();
  // What fails is thrown where the pieces are read.
  pipeline(Readable.from(pieces, { objectMode: false }), unpacked, () => {});
  return unpacked;
}

async function* piecesOf(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** What is called deflate comes with zlib's header and, from some clients, without it. */
function packedAs(encoding: Exclude<ContentEncoding, 'identity'>, body: Buffer): Packed {
  return encoding === 'deflate' && (body[0] ?? 0) % 16 !== 8 ? 'raw' : encoding;
}

function badEncoding(encoding: ContentEncoding, cause: unknown): CollectError {
  return new CollectError('bad-encoding', `The body is not valid ${encoding}; it may be cut off.`, cause);
}

function tooLarge(limit: number): CollectError {
  return new CollectError('too-large', `The body is larger than ${limit} bytes when it is unpacked.`);
}
