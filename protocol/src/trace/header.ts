import { longestLine } from './found.ts';

/** The line that names an exception, above its frames or after a mark such as `Caused by:`. */
export interface Header {
  readonly at: number;
  readonly type: string;
  /** What is on the same line; the message may go on below it. */
  readonly message: string;
}

const typeName =
  /(?:^|[\s\])|>"'])((?:[A-Za-z_$][\w$]*[.\\])*(?:[A-Za-z_$][\w$]*)?(?:Error|Exception|Throwable))(?: \[\w+\]| \(0x[0-9A-F]{8}\))?(?:: ?(.*))?$/;
const anyName = /^([A-Za-z_$][\w$.+`\\]*)(?: \[\w+\])?(?:: (.*))?$/;
const mostMessageLines = 30;

export interface HeaderForm {
  /** What may stand before the name, as `Uncaught ` or `Caused by: `. */
  readonly intro: RegExp;
  /** Whether a line is a frame: no header is looked for above one. */
  readonly isFrame: (line: string) => boolean;
}

/**
 * The header above the frames that begin at `start`: the nearest line with the name of an error, over the lines of its
 * message; else a line that consists of a name and a message; else the line above.
 */
export function headerAbove(
  lines: readonly string[],
  start: number,
  from: number,
  form: HeaderForm,
): Header | undefined {
  const lowest = Math.max(from, start - mostMessageLines);
  for (let at = start - 1; at >= lowest; at--) {
    const line = lines[at] ?? '';
    if (form.isFrame(line)) break;
    const found = typeName.exec(cut(line, form.intro));
    if (found !== null) return headerIn(line, at, form.intro);
  }
  for (let at = start - 1; at >= lowest && (lines[at] ?? '').trim() !== ''; at--) {
    if (form.isFrame(lines[at] ?? '')) return undefined;
    if (anyName.test(cut(lines[at] ?? '', form.intro))) return headerIn(lines[at] ?? '', at, form.intro);
  }
  const above = (lines[start - 1] ?? '').trim();
  if (start <= from || above === '' || form.isFrame(above)) return undefined;
  return headerIn(above, start - 1, form.intro);
}

/** The type and message that a line names; a line without a name is all message. */
export function headerIn(line: string, at: number, intro: RegExp): Header {
  const text = cut(line, intro);
  const found = anyName.exec(text) ?? typeName.exec(text);
  return { at, type: found?.[1] ?? 'Error', message: found === null ? text : (found[2] ?? '') };
}

/** The message from its header to the frames. */
export function messageOf(lines: readonly string[], header: Header, end: number): string {
  return [header.message, ...lines.slice(header.at + 1, end).map(line => line.slice(0, longestLine))]
    .join('\n')
    .trim();
}

/** Whether a line names an error beyond doubt. */
export function namesError(line: string, intro: RegExp): boolean {
  return typeName.test(cut(line, intro));
}

function cut(line: string, intro: RegExp): string {
  return line.slice(0, longestLine).trim().replace(intro, '');
}
