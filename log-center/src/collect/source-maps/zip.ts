import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { BundleError } from './bundle-error.ts';

/*
 * As much of the zip format (APPNOTE 6.3) as artifact bundles are made of. It is read from its directory at the end, file by
 * file, so that no more than one is in memory; a name in it is only a name.
 */

/** Bytes that lie elsewhere. */
export interface Bytes {
  readonly size: number;
  /** What there is of them from `start` to before `end`. */
  read(start: number, end: number): Promise<Buffer>;
}

export interface ZipEntry {
  readonly name: string;
  /** Bytes when it is unpacked, as the archive says. */
  readonly size: number;
  readonly packedSize: number;
  readonly isDeflated: boolean;
  /** Where its header begins. */
  readonly offset: number;
}

const inflate = promisify(inflateRaw);
const endSignature = 0x06054b50;
const endLength = 22;
const longestComment = 0xffff;
const entrySignature = 0x02014b50;
const entryLength = 46;
const headerSignature = 0x04034b50;
const headerLength = 30;
const mostDirectory = 32 * 1024 * 1024;
const stored = 0;
const deflated = 8;

/**
 * The files in an archive.
 * @throws {BundleError}
 */
export async function readDirectory(bytes: Bytes): Promise<ZipEntry[]> {
  const tail = await bytes.read(Math.max(0, bytes.size - endLength - longestComment), bytes.size);
  const at = endOf(tail);
  const length = tail.readUInt32LE(at + 12);
  const end = bytes.size - tail.length + at;
  if (length > mostDirectory) throw new BundleError('Its directory is too large.');
  if (length > end) throw cutOff();
  const directory = await bytes.read(end - length, end);
  // Whatever stands before the archive may count for offsets or not.
  const shift = end - length - tail.readUInt32LE(at + 16);
  return entriesOf(directory, shift);
}

/**
 * A file of the archive; nothing if it is larger than `limit`.
 * @throws {BundleError}
 */
export async function readEntry(bytes: Bytes, entry: ZipEntry, limit: number): Promise<Buffer | undefined> {
  const { name, size, packedSize, isDeflated, offset } = entry;
  if (size > limit || packedSize > limit) return undefined;
  const header = await bytes.read(offset, offset + headerLength);
  if (header.length < headerLength || header.readUInt32LE(0) !== headerSignature) throw cutOff();
  const start = offset + headerLength + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await bytes.read(start, start + packedSize);
  if (packed.length < packedSize) throw cutOff();
  if (!isDeflated) return packed;
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw new BundleError(`Its file ${name.slice(0, 200)} cannot be unpacked.`, error);
  }
}

function endOf(tail: Buffer): number {
  for (let at = tail.length - endLength; at >= 0; at--) {
    const isEnd = tail.readUInt32LE(at) === endSignature;
    if (isEnd && at + endLength + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  throw cutOff();
}

function entriesOf(directory: Buffer, shift: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + entryLength <= directory.length) {
    if (directory.readUInt32LE(at) !== entrySignature) throw cutOff();
    const nameLength = directory.readUInt16LE(at + 28);
    const next =
      at + entryLength + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw cutOff();
    const name = directory.toString('utf8', at + entryLength, at + entryLength + nameLength);
    const method = directory.readUInt16LE(at + 10);
    const isEncrypted = (directory.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted || (method !== stored && method !== deflated)) {
      throw new BundleError(`Its file ${name.slice(0, 200)} is packed in a way that is not known.`);
    }
    entries.push({
      name,
      size: directory.readUInt32LE(at + 24),
      packedSize: directory.readUInt32LE(at + 20),
      isDeflated: method === deflated,
      offset: directory.readUInt32LE(at + 42) + shift,
    });
    at = next;
  }
  return entries;
}

function cutOff(): BundleError {
  return new BundleError('It is no zip archive, or is cut off.');
}
