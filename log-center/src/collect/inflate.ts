import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { CollectError } from './collect-error.ts';

const inflaters = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};
const deflate = promisify(inflate);
const deflateRaw = promisify(inflateRaw);

/**
 * A request's body as it was before its content encoding.
 * @param limit most bytes that may come out
 * @throws {CollectError} `bad-encoding`, `too-large`
 */
export async function inflateBody(
  body: Buffer,
  encoding: string | undefined,
  limit: number,
): Promise<Buffer> {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return body;
  const options = { maxOutputLength: limit };
  try {
    // What is called deflate comes with zlib's header and, from some clients, without it.
    if (name === 'deflate') return await ((body[0] ?? 0) % 16 === 8 ? deflate : deflateRaw)(body, options);
    const inflater = Object.hasOwn(inflaters, name) ? inflaters[name as keyof typeof inflaters] : undefined;
    if (inflater === undefined) {
      throw new CollectError(
        'bad-encoding',
        `The content encoding ${name} is not known; gzip, deflate, br and zstd are.`,
      );
    }
    return await inflater(body, options);
  } catch (error) {
    if (error instanceof CollectError) throw error;
    if (error instanceof RangeError) {
      throw new CollectError(
        'too-large',
        `The body is larger than ${limit} bytes when it is unpacked.`,
        error,
      );
    }
    throw new CollectError('bad-encoding', `The body is not valid ${name}; it may be cut off.`, error);
  }
}
