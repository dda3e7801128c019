import type { Location } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import { type Scope, withoutTexts } from './scope.ts';

/** A place that was not a frame: a line of code with what speaks for it. */
export interface Candidate {
  readonly file: string;
  readonly line: number;
  readonly symbol?: string | undefined;
  readonly score: number;
  readonly reason: string;
}

export function asLocation({ file, line, symbol, score, reason }: Candidate): Location {
  return {
    file,
    line,
    ...(symbol ? { symbol } : {}),
    score: Math.min(1, Math.max(0, score)),
    reasons: [reason],
    mapping: 'exact',
  };
}

const mostInside = 8;
const fallOff = 0.9;
const returns = /^\s*(?:\}\s*)?(?:(?:if|else|elif|unless|case|default|when)\b.*[\s):{])?return\b/;
const conditions =
  /^\s*(?:\}\s*)?(?:if|elif|elsif|else if|unless|while|for|foreach|switch|match|case|when|guard|catch|except|rescue)\b/;

/**
 * Lines of a function that a fix may have to change, likeliest first: where the values that failed are made, what is
 * asked before, its head, and what it returns. None lies within a few lines of another or of `line`.
 */
export function linesInside(
  scope: Scope,
  line: number,
  names: readonly string[],
  score: number,
): Candidate[] {
  const { lines, from, to, file, symbol } = scope;
  if (to - from + 1 >= lines.length && lines.length > 60) return [];
  const makes = names.map(name => maker(name));
  const kinds: [(text: string) => boolean, string][] = [
    [text => makes.some(made => made.test(withoutTexts(text))), t('gives a value to what failed')],
    [text => conditions.test(text.slice(0, 500)), t('decides whether the failing line is reached')],
    [text => returns.test(text.slice(0, 500)), t('returns from the function that failed')],
  ];
  const found: Candidate[] = [];
  const add = (at: number, reason: string) => {
    const near = [line, ...found.map(known => known.line)].some(known => Math.abs(known - at) <= 3);
    if (near || found.length >= mostInside) return;
    found.push({ file, line: at, symbol, score: score * fallOff ** found.length, reason });
  };
  for (const [fits, reason] of kinds) {
    let taken = 0;
    for (const at of byDistance(from + 1, to, line)) {
      if (taken >= 3 || !fits(lines[at - 1] ?? '')) continue;
      const before = found.length;
      add(at, reason);
      taken += found.length - before;
    }
    if (fits === kinds[0]?.[0]) add(from, t('the head of the function that failed'));
  }
  return found;
}

/** Lines of a range by their distance from one in it, those before it first. */
function* byDistance(from: number, to: number, line: number): Generator<number> {
  for (let at = Math.min(line - 1, to); at >= from; at--) yield at;
  for (let at = Math.max(line + 1, from); at <= to; at++) yield at;
}

function maker(name: string): RegExp {
  const word = name.replace(/\W/g, '\\$&');
  return new RegExp(
    `(?<![.\\w])\\$?${word}\\b(?:\\s*:\\s*[\\w<>\\[\\]., |&?]{1,80})?\\s*(?:[-+*/%|&?.]{0,2}=(?![=>~])|:=)|\\b(?:for|foreach)\\b.*\\b${word}\\s+(?:in|of)\\b|(?:,\\s*${word}|\\b${word}\\s*,)[\\w\\s,]*(?::?=)(?!=)`,
  );
}
