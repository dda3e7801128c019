import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Event, eventSchema } from '@errata/protocol/event';
import { release } from '../release.ts';

/** Below that packing gains less than it costs. */
const smallest = 512;
/** Of what is packed; RFC 8878 §3.1.1. JSON never begins so. */
const magic = [0x28, 0xb5, 0x2f, 0xfd] as const;
const params = { [constants.ZSTD_c_compressionLevel]: 1 };

/** An event as it is stored, in memory of its own: JSON, packed with zstd where that gains something. */
export function packEvent(event: Event): Uint8Array<ArrayBuffer> {
  const json = Buffer.from(JSON.stringify(event));
  if (json.length < smallest) return new Uint8Array(json);
  const packed = zstdCompressSync(json, { params, pledgedSrcSize: json.length });
  release(json);
  return new Uint8Array(packed);
}

/** The event in a stored body. */
export function unpackEvent(body: Uint8Array): Event {
  const isPacked = magic.every((byte, index) => body[index] === byte);
  const json = isPacked ? zstdDecompressSync(body) : Buffer.from(body);
  return eventSchema.parse(JSON.parse(json.toString('utf8')));
}
