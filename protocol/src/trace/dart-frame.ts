import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 8192;
const source = /^(?:package:|dart:|file:|https?:|org-dartlang-[\w-]{1,40}:|asset:|\/|[A-Z]:\\|\S+\.dart)/;

/** `#0      Cart.total (package:shop/cart.dart:5:3)` as a frame, or nothing if the line is none. */
export function frameOfDart(line: string): Frame | undefined {
  if (line.length > longestFrame || !line.includes('#')) return undefined;
  const [mark] = /^\s*#\d{1,6} +(?=\S)/.exec(line) ?? [];
  const text = line.trimEnd();
  if (mark === undefined || !text.endsWith(')')) return undefined;
  const open = text.lastIndexOf(' (');
  if (open < mark.length) return undefined;
  return frameOf(text.slice(mark.length, open).trim(), text.slice(open + 2, -1));
}

/** `package:shop/cart.dart 5:3  Cart.total`, as the package stack_trace prints it. */
export function frameOfTerseDart(line: string): Frame | undefined {
  if (line.length > longestFrame || !/package:|dart/.test(line)) return undefined;
  const [, file, place, name] = /^ {0,8}(\S+) (?:(\d{1,9}:\d{1,9}) )? +(\S.*)$/.exec(line) ?? [];
  if (file === undefined || name === undefined || !/^(?:package:|dart:)|\.dart$/.test(file)) return undefined;
  return frameOf(name.trim(), place === undefined ? file : `${file}:${place}`);
}

function frameOf(name: string, place: string): Frame | undefined {
  const [, file = '', line, column] = /^(.+?)(?::(\d{1,9}))?(?::(\d{1,9}))?$/.exec(place) ?? [];
  if (!source.test(file)) return undefined;
  return {
    file,
    ...(name !== '' && { function: name.replaceAll('<anonymous closure>', '<fn>') }),
    ...(Number(line) > 0 && { line: Number(line) }),
    ...(Number(column) > 0 && { column: Number(column) }),
    inApp: isInApp(file, 'dart'),
  };
}
