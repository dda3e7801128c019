const joint = '\u200b';
/** Of more nobody reads on one line. */
const longestRead = 20_000;

/** Text of strangers on one line, inert wherever a forge reads it. */
export function oneLine(text: string): string {
  return inert(
    text
      .slice(0, longestRead)
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim(),
  );
}

/** The first lines of strangers' text, without control characters, inert wherever a forge reads them. */
export function plainLines(text: string, most: number): string[] {
  return text
    .split('\n', most)
    .map(line =>
      line
        .slice(0, longestRead)
        .replaceAll('\t', '  ')
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ''),
    )
    .map(line => inert(line).trimEnd());
}

/**
 * Text that can neither mention people, refer to or close issues, give commands to a forge nor hold back its checks: what means
 * such a thing is taken apart by a space without width. Commit messages are read for that, too, where nothing can be quoted.
 */
function inert(text: string): string {
  return text
    .replace(/(?<!\w)@(?=\w)/g, `@${joint}`)
    .replace(/#(?=\w)/g, `#${joint}`)
    .replace(/\b(?:[A-Z][A-Z0-9_]{1,20}|gh)-(?=\d)/g, key => key + joint)
    .replace(/:(?=\/\/)/g, `:${joint}`)
    .replace(/\[(?=[^\]]{0,20}\b(?:skip|no|ci)\b)/gi, `[${joint}`)
    .replace(/^(\s*)\/(?=\w)/, `$1${joint}/`);
}
