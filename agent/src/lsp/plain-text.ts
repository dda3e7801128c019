const longest = 300;
/** Whether the character before is shown in colour. */
const variants = /[\ufe00-\ufe0f]/g;
/** What turns the reading direction, ends a line, takes no room or is no character at all. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Hostile text on one line: what cannot be seen, or changes how the rest is seen, is shown as a replacement character. */
export function oneLine(text: string, most = longest): string {
  const cut = text.slice(0, most + 1);
  const flat = cut
    .replace(/[\r\n\t]+/g, ' ')
    .toWellFormed()
    .replace(variants, '')
    .replace(unseen, '\u{fffd}')
    .trim();
  return cut.length <= most ? flat : `${flat.slice(0, most).toWellFormed()}…`;
}

/** The same for a sentence of ours that names code in backticks, which is shown as code. Inside it nothing has a meaning. */
export function prose(text: string, most = longest): string {
  return oneLine(text, most)
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 1 ? part : inert(part)))
    .join('');
}

/** Hostile text in Markdown, where it is nothing but text: every mark that means something there is escaped. */
export function escaped(text: string, most = longest): string {
  return inert(oneLine(text, most));
}

function inert(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
