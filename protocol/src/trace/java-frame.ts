import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 8192;
/** `Cart.java:12`, `SourceFile:3` (obfuscated), `Unknown Source:7` (Android), `Native Method`. */
const place =
  /^(Native Method|Unknown Source|SourceFile|<[\w ]{1,40}>|[^\s:()/]{1,200}\.[a-z]{1,10})?(?::(-?\d{1,9}))?$/;
/** `app//`, `java.base/`, `java.base@17.0.1/`, `loader/module@1/`; but not the `/0x…` of a hidden class. */
const origin = /^(?:[\w.@+$-]{0,200}\/(?!0x|\d)){1,2}/;
const packaging = /^\s?~?\[[^\]]{0,500}\]$/;

/** One `at …` line of a JVM stack trace as a frame, or nothing if the line is none. */
export function frameOfJava(line: string): Frame | undefined {
  if (line.length > longestFrame) return undefined;
  const text = line.trim();
  if (!text.startsWith('at ')) return undefined;
  const open = text.indexOf('(');
  const close = text.indexOf(')', open);
  if (open === -1 || close === -1 || !isPackaging(text.slice(close + 1))) return undefined;
  const [matched, file, lineNumber] = place.exec(text.slice(open + 1, close)) ?? [];
  if (matched === undefined || matched === '') return undefined;
  const name = text.slice(3, open).trimStart().replace(origin, '');
  const dot = name.lastIndexOf('.', name.startsWith('<') ? undefined : name.length - 2);
  const module = name.slice(0, dot);
  if (dot < 1 || /\s/.test(module) || name.endsWith(' ')) return undefined;
  const source = file === undefined || /^(?:Native|Unknown) /.test(file) ? '<unknown>' : file;
  return {
    file: source,
    function: name.slice(dot + 1),
    module,
    ...(Number(lineNumber) > 0 && { line: Number(lineNumber) }),
    inApp: isInApp(source, 'java', module),
  };
}

/** What log4j and logback print behind a frame: `~[spring-core-5.3.jar:5.3]`. */
function isPackaging(text: string): boolean {
  return text === '' || packaging.test(text);
}
