/** A piece of JavaScript or TypeScript that matters to where functions begin and end. */
export interface Token {
  /** A word, a punctuator, or `""` for any literal. */
  readonly text: string;
  readonly start: number;
}

const word = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /\d[\w.]*/y;
const space = /\s+/y;
const doubleQuoted = /"(?:\\[\s\S]|[^"\\\n])*"?/y;
const singleQuoted = /'(?:\\[\s\S]|[^'\\\n])*'?/y;
const templatePiece = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
const regularExpression = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;

/** After these words a slash begins a regular expression. */
const beforeExpression = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'else',
  'do',
  'await',
  'yield',
]);

/**
 * Cuts source text into tokens without understanding it: whatever comes is cut somehow, in a time that is linear. The
 * expressions in a template stand between `${` and `}`.
 */
export function* tokensOf(text: string): Generator<Token> {
  /** For every brace that is open, whether it is in a template. */
  const braces: boolean[] = [];
  let at = 0;
  let last = '';
  /** Up to here no regular expression ends: it would take too long to look for it from every slash. */
  let noneBefore = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0].length ?? 0;
    at += found;
    return found > 0;
  };
  /** Goes to the end of a template or to the next expression in it. */
  const template = () => {
    match(templatePiece);
    const isExpression = text.startsWith('${', at);
    if (isExpression) braces.push(true);
    at += isExpression ? 2 : 1;
    return isExpression;
  };
  while (at < text.length) {
    const start = at;
    const character = text[at] ?? '';
    if (match(space)) continue;
    if (text.startsWith('//', at)) at = endOf(text, '\n', at);
    else if (text.startsWith('/*', at)) at = endOf(text, '*/', at + 2);
    else if (match(word)) {
      last = text.slice(start, at);
      yield { text: last, start };
    } else if (match(number) || match(doubleQuoted) || match(singleQuoted)) {
      last = '""';
      yield { text: last, start };
    } else if (character === '/' && at >= noneBefore && isOperand(last) && match(regularExpression)) {
      last = '""';
      yield { text: last, start };
    } else if (character === '`' || (character === '}' && braces.at(-1) === true)) {
      if (character === '}') {
        braces.pop();
        yield { text: '}', start };
      }
      at++;
      last = template() ? '${' : '""';
      yield { text: last, start };
    } else {
      if (character === '/' && at >= noneBefore && isOperand(last)) noneBefore = endOf(text, '\n', at);
      if (character === '{') braces.push(false);
      if (character === '}') braces.pop();
      last = text.startsWith('=>', at) ? '=>' : character;
      at += last.length;
      yield { text: last, start };
    }
  }
}

function endOf(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

/** Whether an operand comes next, and not an operator. */
function isOperand(last: string): boolean {
  if (beforeExpression.has(last)) return true;
  return last === '' || !/[\w$)\]}"\u0080-\uffff]$/.test(last);
}
