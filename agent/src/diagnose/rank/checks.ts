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

/** True when nothing inside the function decides whether this line of it throws. */
export function alwaysThrows({ lines, from, to }: Scope, line: number): boolean {
  const first = lines.slice(from, to).find(text => text.trim() !== '');
  const depth = (text: string | undefined) => /^\s*/.exec(text ?? '')?.[0].length ?? 0;
  const bare = !asks.test((lines[line - 1] ?? '').slice(0, 500));
  return (
    to > from &&
    line > from &&
    bare &&
    depth(lines[line - 1]) === depth(first) &&
    lines.slice(line, to).every(ends)
  );
}

function ends(text: string): boolean {
  return /^[\s)}\];,]*$|^\s*(?:end|pass)\s*$|^\s*["'`].*|^\s*[\w.$]+,?\s*$/.test(text.slice(0, 500));
}

/** True for the constructor of an error, or a function that is called like one. */
export function makesErrors(name: string): boolean {
  return /(?:Error|Exception|Panic|Fault)$/.test(name);
}

/** Where the trace's line is not that of this code: the line of the function that throws with words of the message. */
export function lineThatSays({ lines, from, to }: Scope, message: string): number | undefined {
  const said = new Set(longWords(message));
  let best: { line: number; share: number } | undefined;
  for (let line = from; line <= to; line++) {
    if (!throwsOnPurpose(lines[line - 1])) continue;
    const words = longWords(lines.slice(line - 1, line + 2).join('\n'));
    const share = words.filter(word => said.has(word)).length;
    if (share >= 2 && share > (best?.share ?? 0)) best = { line, share };
  }
  return best?.line;
}

function longWords(text: string): string[] {
  return [...new Set(text.slice(0, 1000).match(/\p{L}{3,}/gu) ?? [])];
}
