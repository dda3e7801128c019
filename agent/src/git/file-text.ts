import { isUtf8 } from 'node:buffer';

/** The text of a file that is not in UTF-8 is taken for Western European, in which every byte is a character. */
export function fileText(content: Buffer): string {
  return content.toString(isUtf8(content) ? 'utf8' : 'latin1');
}

/** Git's own rule. */
export function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0);
}
