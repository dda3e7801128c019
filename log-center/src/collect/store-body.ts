import { CollectError } from './collect-error.ts';
import { inflateAtOnce } from './inflate.ts';

const brace = 0x7b;

/**
 * The JSON in a body for `/store/`. Old clients pack it by themselves and say nothing of it: zlib or gzip, mostly as base64.
 * @throws {CollectError} `bad-encoding`, `too-large`
 */
export async function storeBody(body: Buffer, limit: number): Promise<Buffer> {
  const plain = decodedBase64(body) ?? body;
  const encoding = isZlib(plain) ? 'deflate' : isGzip(plain) ? 'gzip' : 'identity';
  const json = await inflateAtOnce(plain, encoding, limit);
  if (json === undefined) throw new CollectError('too-large', `The event is larger than ${limit} bytes.`);
  return json;
}

function decodedBase64(body: Buffer): Buffer | undefined {
  const first = body[0];
  if (first === undefined || first === brace || isZlib(body) || isGzip(body)) return undefined;
  const text = body.toString('latin1').trim();
  if (!/^[A-Za-z0-9+/_\s-]+={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

function isZlib(bytes: Buffer): boolean {
  return bytes.length > 2 && (bytes[0] ?? 0) % 16 === 8 && bytes.readUInt16BE() % 31 === 0;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
