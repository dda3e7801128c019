/**
 * JSON as SDKs write it: Python's clients send `NaN` and `Infinity`, which JSON has not; they become null.
 * @throws {SyntaxError}
 */
export function parseSentJson(text: string): unknown {
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
