import type { Family } from '../../language/language.ts';
import type { Complaint } from './complaint.ts';
import { readCSharp } from './csharp.ts';
import { readGo } from './go.ts';
import { readJava } from './java.ts';
import { readJavaScript } from './javascript.ts';
import { readPhp } from './php.ts';
import { readPython } from './python.ts';
import { readRuby } from './ruby.ts';
import { readRust } from './rust.ts';

const readers: Readonly<Record<Family, (type: string, message: string) => Complaint>> = {
  javascript: readJavaScript,
  python: readPython,
  java: readJava,
  go: readGo,
  rust: readRust,
  ruby: readRuby,
  php: readPhp,
  csharp: readCSharp,
};

/** What an exception that code of this family raised complains about. */
export function readMessage(family: Family, type: string, message: string): Complaint {
  return readers[family](type, message);
}
