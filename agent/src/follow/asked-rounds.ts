import { isOurs, mentionsUs } from '@errata/protocol/addressed';
import type { AskedRound } from '@errata/protocol/round';
import type { ForgeComment } from '../forge/forge.ts';

const mostText = 20_000;
const mostName = 300;
const mostPath = 1000;

/**
 * What a comment asks of us; nothing where it is our own, a program's, or for others. What stands at a line of our pull request, and a
 * review that asks for changes, speak to us by that; anything else has to name us. A webhook comes to the same.
 */
export function askedByComment(comment: ForgeComment): AskedRound | undefined {
  const { id, author, body, byBot, asksForChanges, url, lines } = comment;
  if (byBot === true || isOurs(body)) return undefined;
  const isRequest = lines !== undefined || id.startsWith('line-') || asksForChanges === true;
  if (!isRequest && !mentionsUs(body)) return undefined;
  const isPlace = lines !== undefined && lines.path.length <= mostPath;
  return {
    kind: 'comment',
    key: id,
    author: author.slice(0, mostName),
    text: body.slice(0, mostText),
    ...(isLink(url) ? { url } : {}),
    ...(isPlace ? { at: { path: lines.path, from: lines.from, to: lines.to } } : {}),
  };
}

function isLink(url: string | undefined): url is string {
  return url !== undefined && url.length <= 2000 && /^https?:\/\//i.test(url) && URL.canParse(url);
}
