import { Text } from '@codemirror/state';

export type LineEnd = '\n' | '\r\n';

/**
 * What separates the lines of these texts. Where they do not agree it is the newline, and a carriage return is a character of
 * its line: it is seen, and comes back as it was.
 */
export function lineEndOf(texts: readonly string[]): LineEnd {
  const filled = texts.filter(text => text.includes('\n') || text.includes('\r'));
  return filled.length > 0 && filled.every(isCarriageReturned) ? '\r\n' : '\n';
}

function isCarriageReturned(text: string): boolean {
  const pairs = text.split('\r\n').length;
  return text.split('\n').length === pairs && text.split('\r').length === pairs;
}

export function toDocument(text: string, end: LineEnd): Text {
  return Text.of(text.split(end));
}

export function fromDocument(document: Text, end: LineEnd): string {
  return document.sliceString(0, document.length, end);
}
