/** What all that Errata writes on a forge holds, with the key of the effect, see `effectSchema`. */
export const markerStart = '<!-- errata:';

const mention = /(?:^|[^\w@/.-])@errata(?![\w/-])/i;
const mostRead = 100_000;

/** Whether a comment or a description was written by Errata. Who quotes it is somebody else. */
export function isOurs(body: string): boolean {
  return unquoted(body).includes(markerStart);
}

/** Whether a comment speaks to Errata: `@errata`, and not in what it quotes or shows as code. */
export function mentionsUs(body: string): boolean {
  return mention.test(withoutCode(unquoted(body)));
}

function unquoted(body: string): string {
  const lines = body.slice(0, mostRead).split('\n');
  return lines.filter(line => !/^ {0,3}>/.test(line)).join('\n');
}

function withoutCode(text: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined && mark === undefined) kept.push(line.replace(/`[^`]*`/g, ' '));
    if (mark === undefined) continue;
    if (fence === undefined) fence = mark;
    else if (mark.startsWith(fence)) fence = undefined;
  }
  return kept.join('\n');
}
