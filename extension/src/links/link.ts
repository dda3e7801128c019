/** What a link `vscode://errata.errata/…` asks for. */
export type Link = { readonly logCenter?: string } & (
  | { readonly kind: 'issue'; readonly issue: string }
  | { readonly kind: 'review'; readonly run: string }
);

const longest = 2000;
const issuePath = /^\/issue\/([A-Z0-9][A-Z0-9-]{0,59}-[0-9]{1,12})\/?$/;
const reviewPath = /^\/review\/([A-Za-z0-9-]{1,64})\/?$/;

/** Takes a link apart; nothing when it is not one of ours. Links come from anywhere: pages, mails, chats. */
export function parseLink({
  path,
  query,
}: {
  readonly path: string;
  readonly query: string;
}): Link | undefined {
  if (path.length + query.length > longest) return undefined;
  const named = new URLSearchParams(query).getAll('logCenter');
  const logCenter = named[0] === undefined ? undefined : originOf(named[0]);
  if (named.length > 1 || (named.length === 1 && logCenter === undefined)) return undefined;
  const from = logCenter === undefined ? {} : { logCenter };
  const issue = issuePath.exec(path)?.[1];
  if (issue !== undefined) return { kind: 'issue', issue, ...from };
  const run = reviewPath.exec(path)?.[1];
  return run === undefined ? undefined : { kind: 'review', run, ...from };
}

/** The origin of a log center's address; nothing for what is none, or carries a password. */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.origin : undefined;
}
