import { namesCheck, throwsOnPurpose } from '../../locate/thrown.ts';
import type { Scope } from './scope.ts';

const mostLines = 14;
const condition = /^\s*(?:\}\s*)?(?:if|else if|elif|elsif|unless|while|case|when|guard|else|default)\b/;
const neutral =
  /^\s*(?:$|[)}\]\s;,]+$|\/\/|#|\*|\/\*|"""|'''|end\b|else\b|return\s*(?:[\w$.]+)?;?\s*$|\w+\s*$|[\w.]+\s*=\s*[\w.]+;?\s*$)/;
const continues = /^\s*(?:["'`]|[\w.$]+[,)]|[+.])/;

/** True for a function that does nothing but look at what it is given, and throw or return it. */
export function onlyChecks({ lines, from, to, name }: Scope): boolean {
  if (to - from + 1 > mostLines || to - from + 1 >= lines.length) return false;
  const body = lines.slice(from, to);
  const telling = body.filter(line => !neutral.test(line) && !continues.test(line));
  const checks = telling.filter(line => condition.test(line) || throwsOnPurpose(line));
  if (checks.length === telling.length && body.some(throwsOnPurpose)) return true;
  return namesCheck(name) && checks.length * 2 >= telling.length;
}

const asks = /\b(?:if|unless|elif|elsif|case|when|guard|switch|match|assert)\b/;

/** The condition under which a line throws: on the line itself, or on the nearest line before it that asks. */
export function whyThrown({ lines, from }: Scope, line: number): string | undefined {
  for (let at = line; at > Math.max(from, line - 6); at--) {
    const text = lines[at - 1] ?? '';
    if (asks.test(text.slice(0, 500))) return text;
  }
  return undefined;
}
