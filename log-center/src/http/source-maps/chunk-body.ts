import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { bodyPieces } from '../../collect/body.ts';
import { CollectError } from '../../collect/collect-error.ts';
import { inflateAtOnce } from '../../collect/inflate.ts';
import { RequestError } from '../problem.ts';

/** A power of two, as clients demand; so much is in memory for each upload that is under way. */
export const chunkBytes = 1024 * 1024;
export const chunksAtOnce = 8;
/** What gzip and the form add at most. */
const overhead = 64 * 1024;
const limits = {
  sent: chunksAtOnce * (chunkBytes + overhead),
  unpacked: chunksAtOnce * (chunkBytes + overhead),
  stallMilliseconds: 15_000,
};

/**
 * Takes the chunks of a form, one by one: each a file that is called by its SHA-1, in the field `file`, or `file_gzip`.
 * The whole form is read even when one of them is wrong.
 * @throws {RequestError} 400 `bad-form`, `wrong-checksum`; {@link CollectError}
 */
export async function takeChunks(
  request: FastifyRequest,
  take: (sha1: string, bytes: Buffer) => Promise<void>,
): Promise<void> {
  const taken: Promise<unknown>[] = [];
  const form = openForm(request);
  form.on('file', (field, stream, name) => {
    taken.push(takeChunk(field, stream, name, take).catch((error: unknown) => error));
  });
  form.on('filesLimit', () =>
    taken.push(Promise.resolve(badForm(`More than ${chunksAtOnce} chunks came at once.`))),
  );
  try {
    await pipeline(Readable.from(bodyPieces(request.raw, limits)), form);
  } catch (error) {
    if (error instanceof CollectError) throw error;
    throw badForm(`The form cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  const failure = (await Promise.all(taken)).find(result => result !== undefined);
  if (failure !== undefined) throw failure;
}

function openForm(request: FastifyRequest) {
  const type = request.headers['content-type'] ?? '';
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: {
        fileSize: chunkBytes + overhead,
        files: chunksAtOnce,
        fields: 0,
        headerPairs: 20,
        headerSize: 4096,
      },
    });
  } catch (error) {
    throw badForm(`It is no form: ${error instanceof Error ? error.message : error}.`);
  }
}

async function takeChunk(
  field: string,
  stream: Readable & { readonly truncated?: boolean },
  name: string,
  take: (sha1: string, bytes: Buffer) => Promise<void>,
): Promise<undefined> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const sent = Buffer.concat(pieces);
  if (field !== 'file' && field !== 'file_gzip') throw badForm(`There is no field ${field.slice(0, 50)}.`);
  if (stream.truncated === true) throw badForm(`A chunk is larger than ${chunkBytes} bytes.`);
  const bytes = await inflateAtOnce(sent, field === 'file' ? 'identity' : 'gzip', chunkBytes);
  if (bytes === undefined) throw badForm(`A chunk is larger than ${chunkBytes} bytes.`);
  const sha1 = hash('sha1', bytes);
  if (sha1 !== name.toLowerCase()) {
    const detail = `The chunk ${name.slice(0, 50)} has the checksum ${sha1}. Upload it again.`;
    throw new RequestError(400, 'wrong-checksum', detail);
  }
  await take(sha1, bytes);
}

function badForm(detail: string): RequestError {
  return new RequestError(400, 'bad-form', detail);
}
