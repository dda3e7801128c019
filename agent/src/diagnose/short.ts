const longest = 80;

/** A piece of code on one line, cut, in backticks. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > longest ? `${line.slice(0, longest)}…` : line}\``;
}
