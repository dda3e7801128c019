import { splitLines } from '../git/diff.ts';
import { languageOf } from '../language/languages.ts';

/** Inclusive lines, from 1. */
export type LineRange = readonly [from: number, to: number];

const header =
  /(?:\b(?:def|function|func|fn|fun|sub|method|constructor|class|module|impl)\b|=>|\)\s*(?:throws\s+[\w., ]+)?\s*\{?\s*$)/;
const control =
  /^\s*(?:\}\s*)?(?:if|else|elif|for|foreach|while|switch|match|try|catch|except|with|do|when|case)\b/;

/** The lines of the function around a line: by its syntax where the language is known, else by indentation. */
export async function enclosingRange(file: string, text: string, line: number): Promise<LineRange> {
  const language = await languageOf(file);
  let info = language?.functionAt(language.parse(text), line);
  // A block of Ruby is a part of its method.
  while (language && info?.kind === 'block') info = info.node.parent && language.functionOf(info.node.parent);
  return info === undefined ? indentedRange(splitLines(text), line) : [info.startLine, info.endLine];
}

/** The block around a line whose first line looks like the head of a function. */
export function indentedRange(lines: readonly string[], line: number): LineRange {
  const last = Math.max(lines.length, 1);
  let from = Math.min(Math.max(line, 1), last);
  while (from > 1 && indent(lines[from - 1]) === undefined) from--;
  let depth = indent(lines[from - 1]) ?? 0;
  for (let at = from; at >= 1; at--) {
    const text = lines[at - 1] ?? '';
    const here = indent(text);
    if (here === undefined || (at !== from && here >= depth)) continue;
    if (at !== from || isHeader(text)) {
      depth = here;
      from = at;
      if (isHeader(text)) break;
    }
  }
  let to = from;
  for (let at = from + 1; at <= last; at++) {
    const here = indent(lines[at - 1]);
    if (here === undefined) continue;
    if (here > depth) to = at;
    else if (here === depth && /^\s*(?:[)}\]]|end\b)/.test(lines[at - 1] ?? '')) to = at;
    else break;
  }
  return line > to || line < from ? [line, line] : [from, to];
}

function isHeader(text: string): boolean {
  return header.test(text) && !control.test(text);
}

/** Width of the indentation; nothing for a blank line. */
function indent(line: string | undefined): number | undefined {
  const space = /^[ \t]*(?=\S)/.exec(line ?? '')?.[0];
  return space?.replaceAll('\t', '    ').length;
}
