import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 8192;
/** ` in /src/Cart.cs:line 12`, Mono's ` [0x0000a] in /src/Cart.cs:12` and ` in <hash>:0`. */
const place = /^(?: \[0x[0-9a-f]{1,16}\])?(?: in (.+):(?:line )?(\d{1,9}))?$/;
const parameter = /^(?:[\w.`+&*[\]<>?|$]+(?: [\w@$.<>]+)?)?$/;
/** What the JVM and V8 write in parentheses, which would pass for a type and a name. */
const otherPlace =
  /^(?:Unknown Source|Native Method|unknown location|SourceFile|[\w$-]+\.(?:java|kts?|scala|groovy|clj[cs]?))$/;
/** Classes and methods that the compiler makes: `<>c__DisplayClass1_0`, `<Run>d__3.MoveNext`, `<Run>b__0_1`, `<Run>g__Local|0_0`. */
const generatedClass = /^<>c/;
const generatedMethod = /^<{1,2}([\w.]*)>\$?>?(?:\w__(\w*)|$)/;

/** One `at …` line of a .NET or Mono stack trace as a frame, or nothing if the line is none. */
export function frameOfCSharp(line: string): Frame | undefined {
  if (line.length > longestFrame) return undefined;
  const text = line.trim();
  if (!text.startsWith('at ')) return undefined;
  const call = text
    .slice(3)
    .replace(/^\(wrapper [\w-]{1,40}\) /, '')
    .replace(/ ?<---$/, '');
  const open = call.indexOf('(');
  const close = call.indexOf(')', open);
  const found = open < 1 || close === -1 ? null : place.exec(call.slice(close + 1));
  if (found === null || !isParameters(call.slice(open + 1, close))) return undefined;
  // V8 too has a space before its parenthesis, but no offset behind it.
  const isMono = call[open - 1] === ' ';
  if (isMono && !call.startsWith(' [0x', close + 1)) return undefined;
  const name = nameOf(call.slice(0, open).trimEnd());
  if (name === undefined) return undefined;
  const [, path = '<', lineNumber] = found;
  const file = path.startsWith('<') ? '<unknown>' : path;
  return {
    file,
    function: name.method,
    ...(name.type !== '' && { module: name.type }),
    ...(Number(lineNumber) > 0 && { line: Number(lineNumber) }),
    inApp: isInApp(file, 'csharp', name.type),
  };
}

function isParameters(text: string): boolean {
  return !otherPlace.test(text) && text.split(',').every(one => parameter.test(one.trim()));
}

/** `Ns.Type.Method[T]` as type and method, both as the source has them. */
function nameOf(text: string): { type: string; method: string } | undefined {
  const generic = text.endsWith(']') ? text.lastIndexOf('[') : text.length;
  const name = text.slice(0, generic);
  if (/\s/.test(name)) return undefined;
  // A constructor has a dot in its own name: `Ns.Type..ctor`.
  const dot = name.lastIndexOf('.', name.length - 1) - (/\.\.c?ctor$/.test(name) ? 1 : 0);
  const method = name.slice(dot + 1);
  if (dot < 1) return /^lambda_method\d*$/.test(method) ? { type: '', method } : undefined;
  const owners = name
    .slice(0, dot)
    .split(/[.+]/)
    .filter(part => !generatedClass.test(part));
  const [, machine] = generatedMethod.exec(owners.at(-1) ?? '') ?? [];
  if (machine !== undefined && method === 'MoveNext') return typed(owners.slice(0, -1), machine);
  const [, around, local] = generatedMethod.exec(method) ?? [];
  const isLocal = method.includes('>g__');
  return typed(owners, (isLocal ? local : around) || method);
}

function typed(owners: readonly string[], method: string): { type: string; method: string } {
  return { type: owners.join('.'), method };
}
