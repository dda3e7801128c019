const quote = 0x22;
const backslash = 0x5c;
const mostDepth = 1000;
/** A shorter text is parsed in no time, however deep it is. */
const suspectLength = 128 * 1024;

/**
 * JSON as SDKs write it: Python's clients send `NaN` and `Infinity`, which JSON has not; they become null.
 * @throws {SyntaxError}
 */
export function parseSentJson(text: string): unknown {
  if (text.length > suspectLength && isTooDeep(text)) {
    throw new SyntaxError(`It is nested more than ${mostDepth} deep`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const standard = withoutNonNumbers(text);
    if (standard === text) throw error;
    return JSON.parse(standard);
  }
}

const nonNumbers = ['NaN', 'Infinity', '-Infinity', '-NaN'];

/** What stands in a string is left alone. */
function withoutNonNumbers(text: string): string {
  if (!text.includes('NaN') && !text.includes('Infinity')) return text;
  let standard = '';
  let copied = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (isInString && character === '\\') index++;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && (character === 'N' || character === 'I' || character === '-')) {
      const found = nonNumbers.find(name => text.startsWith(name, index));
      if (found === undefined) continue;
      standard += `${text.slice(copied, index)}null`;
      index += found.length - 1;
      copied = index + 1;
    }
  }
  return standard + text.slice(copied);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length && depth <= mostDepth; index++) {
    const character = text.charCodeAt(index);
    if (character === quote) index = stringEnd(text, index);
    else if (character === 0x5b || character === 0x7b) depth++;
    else if (character === 0x5d || character === 0x7d) depth--;
  }
  return depth > mostDepth;
}

/** Where the string that begins at `start` ends. */
function stringEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text.charCodeAt(end) !== quote)
    end += text.charCodeAt(end) === backslash ? 2 : 1;
  return end;
}
