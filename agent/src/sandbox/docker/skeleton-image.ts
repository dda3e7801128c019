import { Buffer } from 'node:buffer';
import type { User } from './docker-base.ts';

export type SkeletonEntry =
  | { readonly path: string; readonly kind: 'folder'; readonly mode?: number; readonly owner?: User }
  | { readonly path: string; readonly kind: 'link'; readonly target: string }
  | { readonly path: string; readonly kind: 'file'; readonly content: string };

const BLOCK = 512;
const TYPE = { file: '0', link: '2', folder: '5' } as const;

/** A tar archive of folders, links and small files: all of an image whose programs come from the host's /usr. */
export function skeletonTar(entries: readonly SkeletonEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const entry of entries) {
    const path = entry.path.replace(/^\//, '') + (entry.kind === 'folder' ? '/' : '');
    const target = entry.kind === 'link' ? entry.target : '';
    if (Buffer.byteLength(path) > 100 || Buffer.byteLength(target) > 100) {
      const extended = Buffer.concat([
        paxRecord('path', path),
        ...(target ? [paxRecord('linkpath', target)] : []),
      ]);
      blocks.push(header('pax', 'x', extended.length, ''), padded(extended));
    }
    const content = Buffer.from(entry.kind === 'file' ? entry.content : '');
    const own = entry.kind === 'folder' ? entry : {};
    blocks.push(header(path, TYPE[entry.kind], content.length, target, own), padded(content));
  }
  blocks.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(blocks);
}

function header(
  path: string,
  type: string,
  size: number,
  target: string,
  { mode, owner }: { mode?: number; owner?: User } = {},
): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  block.write(path, 0, 100);
  block.write(octal(mode ?? (type === TYPE.folder ? 0o755 : 0o644), 8), 100);
  block.write(octal(owner?.uid ?? 0, 8), 108);
  block.write(octal(owner?.gid ?? 0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(target, 157, 100);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** "length key=value\n", where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
