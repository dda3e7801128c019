import { Buffer, isUtf8 } from 'node:buffer';

/** The text of a file that is not in UTF-8 is taken for Western European, in which every byte is a character. */
export function fileText(content: Buffer): string {
  return content.toString(isUtf8(content) ? 'utf8' : 'latin1');
}

/**
 * A text in the encoding of the file that it takes the place of; UTF-8 where there is none. Undefined when it holds a
 * character that this encoding does not have.
 */
export function fileBytes(text: string, original: Buffer | undefined): Buffer | undefined {
  if (original === undefined || isUtf8(original)) return Buffer.from(text);
  return /[^\0-\xff]/.test(text) ? undefined : Buffer.from(text, 'latin1');
}

/** Git's own rule. */
export function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0);
}
