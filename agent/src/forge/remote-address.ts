import { type RemoteAliases, remoteName } from '../git/remotes.ts';

/** A remote as git has it, with what the person's settings make of addresses. */
export interface RemoteUrl {
  readonly url: string;
  readonly aliases: RemoteAliases;
}

/** Where the forge of a remote answers, if there is one. */
export interface RemoteAddress {
  /** `https` unless git itself goes there in the clear, or it is this machine. */
  readonly scheme: 'https' | 'http';
  /** As `URL` writes it, with its port where that is not the usual one. The port of ssh is not that of the pages. */
  readonly host: string;
  /** True for what git reaches over ssh, or its own protocol: whether there is a web server at all is not known. */
  readonly assumed: boolean;
  /** `Acme/shop`, in the letters that the person wrote. */
  readonly path: string;
}

const longestPath = 500;
const withScheme =
  /^(?<scheme>https?|ssh|git|git\+ssh|ssh\+git):\/\/(?:[^@/\\?#]*@)?(?:\[[\da-f:.]+\]|[^@/\\?#:[\]]+)(?::(?<port>\d{1,5}))?\/(?<path>.*)$/i;
const likeScp = /^(?:[^@/\\?#:]*@)?(?:\[[\da-f:.]+\]|[^@/\\?#:[\]]+):\/?(?<path>.*)$/i;
const hostForm = /^(?:\[[\da-f:.]+\]|[a-z\d](?:[\w.-]*[a-z\d])?)$/;

/**
 * Takes the address of a remote apart, as strictly as is wanted where a secret is to be sent: nothing for what could be read in
 * two ways, for folders, and for paths that no forge gives to a repository.
 */
export function remoteAddress({ url, aliases }: RemoteUrl): RemoteAddress | undefined {
  const host = remoteName(url, aliases)?.host ?? '';
  const expanded = aliases.expanded(url.trim());
  const { scheme, port, path } = (withScheme.exec(expanded) ?? likeScp.exec(expanded))?.groups ?? {};
  const repository = path?.replace(/\/$/, '').replace(/\.git$/i, '');
  if (!hostForm.test(host) || repository === undefined || !isPath(repository)) return undefined;
  const isWeb = scheme !== undefined && /^http/i.test(scheme);
  const place = `${host}${isWeb && port !== undefined ? `:${port}` : ''}`;
  const isClear = scheme?.toLowerCase() === 'http';
  if (!URL.canParse(`https://${place}`)) return undefined;
  const web = new URL(`${isClear ? 'http' : 'https'}://${place}`);
  return { scheme: isClear ? 'http' : 'https', host: web.host, assumed: !isWeb, path: repository };
}

/** Whether this machine itself is meant, so that nothing leaves it. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host);
}

function isPath(path: string): boolean {
  const parts = path.split('/');
  const isName = (part: string) => /^[\w.~+-]+$/.test(part) && part !== '.' && part !== '..';
  return path.length <= longestPath && parts.length > 1 && parts.every(isName);
}
