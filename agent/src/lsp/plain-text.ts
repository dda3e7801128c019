const longest = 300;

/** Hostile text on one line: what turns the reading direction or takes no room is shown as a replacement character. */
export function oneLine(text: string): string {
  const flat = text
    .slice(0, longest + 1)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}')
    .trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest)}…`;
}

/** Hostile text in Markdown, where it is nothing but text: every mark that means something there is escaped. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
