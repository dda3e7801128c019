import type { SourceFile } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

/** How a file is laid out, so that what is put in looks like what is there. */
export interface Layout {
  newline: string;
  /** One step of indentation. */
  indent: string;
  quote: "'" | '"';
  semicolons: boolean;
}

const known = new WeakMap<SourceFile, Layout>();

/** The layout of a file by majority. */
export function layoutOf(file: SourceFile): Layout {
  let layout = known.get(file);
  if (!layout) {
    layout = measure(file);
    known.set(file, layout);
  }
  return layout;
}

function measure(file: SourceFile): Layout {
  const { text } = file;
  const breaks = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  const single = text.split("'").length;
  const double = text.split('"').length;
  const lines = text.split(/\r?\n/);
  const ended = lines.filter(line => /;\s*$/.test(line)).length;
  const open = lines.filter(line =>
    /^\s*(return|const|let|var|import|this\.)\b.*[\w)\]'"`]\s*$/.test(line),
  ).length;
  return {
    newline: windows * 2 > breaks ? '\r\n' : '\n',
    indent: stepOf(lines),
    quote: quoteOf(file, single, double),
    semicolons:
      file.language.family === 'java' ||
      (file.language.family === 'javascript' && (ended > 0 ? ended >= open : open === 0)),
  };
}

function quoteOf({ language }: SourceFile, single: number, double: number): Layout['quote'] {
  // A text in single quotes is no text there.
  if (language.family === 'go' || language.family === 'java') return '"';
  if (single === double) return language.family === 'python' ? '"' : "'";
  return single > double ? "'" : '"';
}

function stepOf(lines: string[]): string {
  const counts = new Map<string, number>();
  let last = '';
  for (const line of lines) {
    if (!line.trim() || /^\s*\*/.test(line)) continue;
    const now = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (now.length > last.length && now.startsWith(last)) {
      const step = now.slice(last.length);
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    last = now;
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '    ';
}

/** White space before the first character of the line on which a node begins. */
export function indentOf(node: SyntaxNode): string {
  const range = node.tree.lineRange(node.line);
  return /^[ \t]*/.exec(range ? node.tree.text.slice(range.start, range.end) : '')?.[0] ?? '';
}

/** The end of a statement as this file writes it. */
export function end(file: SourceFile): string {
  return layoutOf(file).semicolons ? ';' : '';
}

/** A text literal in the file's quotes. */
export function quoted(text: string, file: SourceFile): string {
  const { quote } = layoutOf(file);
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
