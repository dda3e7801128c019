import { SourceMapError } from './source-map-error.ts';

/*
 * Mappings as flat numbers, six to a row, in the order of the bundle. All count from 0.
 */

/** Numbers of one row: line, column in the bundle; source, line, column there; name. */
export const rowLength = 6;
/** In the place of a source or name that a mapping has not. */
export const none = -1;
const mostRows = 4_000_000;

/** Where a place in a bundle comes from. */
export interface Row {
  readonly source: number;
  readonly line: number;
  readonly column: number;
  readonly name: number;
}

/**
 * Decodes the `mappings` of a source map.
 * @throws {SourceMapError} `bad-mappings`, `too-large`
 */
export function decodeMappings(mappings: string): Int32Array {
  const count = countSegments(mappings);
  if (count > mostRows)
    throw new SourceMapError('too-large', `It has ${count} mappings, more than ${mostRows}.`);
  const rows = new Int32Array(count * rowLength);
  const now = [0, 0, 0, 0, 0];
  let length = 0;
  let line = 0;
  let lineStart = 0;
  let isSorted = true;
  let at = 0;
  while (at < mappings.length) {
    const code = mappings.charCodeAt(at);
    if (code === semicolon) {
      if (!isSorted) sortRows(rows, lineStart, length);
      isSorted = true;
      lineStart = length;
      line++;
      now[0] = 0;
      at++;
      continue;
    }
    if (code === comma) {
      at++;
      continue;
    }
    const before = now[0] ?? 0;
    let fields = 0;
    while (at < mappings.length && !isSeparator(mappings.charCodeAt(at))) {
      at = decodeNumber(mappings, at, now, fields++);
    }
    if (fields !== 1 && fields !== 4 && fields !== 5) {
      throw new SourceMapError('bad-mappings', `A mapping has ${fields} numbers; 1, 4 or 5 are possible.`);
    }
    const [column = 0, source = 0, sourceLine = 0, sourceColumn = 0, name = 0] = now;
    if (column < before && length > lineStart) isSorted = false;
    const hasSource = fields > 1;
    rows[length++] = line;
    rows[length++] = column;
    rows[length++] = hasSource ? source : none;
    rows[length++] = hasSource ? sourceLine : none;
    rows[length++] = hasSource ? sourceColumn : none;
    rows[length++] = fields === 5 ? name : none;
  }
  if (!isSorted) sortRows(rows, lineStart, length);
  return rows.subarray(0, length);
}

/** The row for a place: the first that begins right there, else the last that begins before it on the same line. */
export function findRow(rows: Int32Array, line: number, column: number): Row | undefined {
  let low = 0;
  let high = rows.length / rowLength;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeforeOrAt(rows, middle, line, column)) low = middle + 1;
    else high = middle;
  }
  let index = low - 1;
  if (index < 0 || rows[index * rowLength] !== line) return undefined;
  const isExact = rows[index * rowLength + 1] === column;
  while (isExact && index > 0 && isSamePlace(rows, index - 1, index)) index--;
  const [, , source = none, sourceLine = none, sourceColumn = none, name = none] = rows.subarray(
    index * rowLength,
    (index + 1) * rowLength,
  );
  return source < 0 || sourceLine < 0 || sourceColumn < 0
    ? undefined
    : { source, line: sourceLine, column: sourceColumn, name };
}

export function isSamePlace(rows: Int32Array, a: number, b: number): boolean {
  const [atA, atB] = [a * rowLength, b * rowLength];
  return rows[atA] === rows[atB] && rows[atA + 1] === rows[atB + 1];
}

function isBeforeOrAt(rows: Int32Array, index: number, line: number, column: number): boolean {
  const rowLine = rows[index * rowLength] ?? 0;
  return rowLine < line || (rowLine === line && (rows[index * rowLength + 1] ?? 0) <= column);
}

const comma = 44;
const semicolon = 59;

function isSeparator(code: number): boolean {
  return code === comma || code === semicolon;
}

function countSegments(mappings: string): number {
  let count = 0;
  let isInside = false;
  for (let at = 0; at < mappings.length; at++) {
    const isSegment = !isSeparator(mappings.charCodeAt(at));
    if (isSegment && !isInside) count++;
    isInside = isSegment;
  }
  return count;
}

const digits = new Int8Array(128).fill(-1);
for (const [value, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  digits[digit.charCodeAt(0)] = value;
}

/** Adds one number to what it is told relatively to; gives where the next one begins. */
function decodeNumber(mappings: string, start: number, now: number[], field: number): number {
  let value = 0;
  let shift = 0;
  let at = start;
  for (;;) {
    const digit = digits[mappings.charCodeAt(at++)] ?? -1;
    if (digit < 0 || shift > 30 || field > 4)
      throw new SourceMapError('bad-mappings', 'The mappings are not base64 VLQ.');
    value |= (digit & 31) << shift;
    if (digit < 32) break;
    shift += 5;
  }
  const isNegative = (value & 1) === 1;
  const amount = value >>> 1;
  now[field] = ((now[field] ?? 0) + (isNegative ? -amount : amount)) | 0;
  return at;
}

/** The format allows mappings of a line in any order, though hardly anybody writes them so. */
function sortRows(rows: Int32Array, start: number, end: number): void {
  const copy = rows.slice(start, end);
  const order = Array.from({ length: copy.length / rowLength }, (_, index) => index);
  order.sort((a, b) => (copy[a * rowLength + 1] ?? 0) - (copy[b * rowLength + 1] ?? 0) || a - b);
  for (const [to, from] of order.entries()) {
    rows.set(copy.subarray(from * rowLength, (from + 1) * rowLength), start + to * rowLength);
  }
}
