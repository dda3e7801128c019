/** A repository as its remotes name it, whatever their form. Lower case, except on this machine's own disk. */
export interface RemoteName {
  /** Missing where only a name such as `acme/shop` is given; empty for a path on a disk. */
  readonly host: string | undefined;
  /** `acme/shop`: without `.git` and slashes around it. */
  readonly path: string;
}

/** What a person's settings make of the addresses that they write. */
export interface RemoteAliases {
  /** With the beginnings replaced that git's `url.<base>.insteadOf` gives. */
  readonly expanded: (url: string) => string;
  /** The machine that `~/.ssh/config` means by a name. */
  readonly sshHost: (name: string) => string;
}

const longest = 2000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
const control = /[\u0000-\u001f\u007f]/;
const noAliases: RemoteAliases = { expanded: url => url, sshHost: name => name };
/** Machines that are others by another name, mostly where port 22 is closed. */
const otherNames: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
  'vs-ssh.visualstudio.com': 'dev.azure.com',
};

/** Takes the address of a remote, or the name that a tool gives a repository, apart; nothing when it is neither. */
export function remoteName(text: string, aliases: RemoteAliases = noAliases): RemoteName | undefined {
  if (text.length > longest || control.test(text.trim())) return undefined;
  const url = aliases.expanded(text.trim());
  if (url.length > longest) return undefined;
  const [, scheme, authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  if (scheme !== undefined) {
    if (scheme.toLowerCase() === 'file') return onDisk(rest);
    const host = hostOf(authority);
    return named(/ssh/i.test(scheme) ? hostOf(aliases.sshHost(host)) : host, decoded(rest));
  }
  if (/^(?:[a-z]:[\\/]|[/\\~.])/i.test(url)) return onDisk(url);
  // `git@github.com:acme/shop.git`; a colon behind a slash is part of a path.
  const [, host, path] = /^([^/:[\]]+|[^/[\]]*\[[^\]]*\]):(.*)$/.exec(url) ?? [];
  if (host !== undefined && path !== undefined) return named(hostOf(aliases.sshHost(hostOf(host))), path);
  return withoutScheme(url);
}

/** Whether two names may mean one repository: a name without a host fits any that ends like it. */
export function sameRemote(a: RemoteName, b: RemoteName): boolean {
  if (a.host !== undefined && b.host !== undefined) return a.host === b.host && a.path === b.path;
  const [longer, shorter] = a.path.length > b.path.length ? [a.path, b.path] : [b.path, a.path];
  const whole = a.host === undefined && b.host === undefined ? longer : (a.host === undefined ? b : a).path;
  return whole === longer && `/${longer.toLowerCase()}`.endsWith(`/${shorter.toLowerCase()}`);
}

/** `github.com/acme/shop`, `acme/shop`, and GitLab's `Acme / Team / Shop`. */
function withoutScheme(url: string): RemoteName | undefined {
  const parts = url.split('/').map(part => part.trim());
  const [first = '', ...rest] = parts;
  const isHost = rest.length > 1 && /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/.test(first);
  return isHost ? named(hostOf(first), rest.join('/')) : named(undefined, parts.join('/'));
}

function named(host: string | undefined, path: string): RemoteName | undefined {
  const lower = path.replaceAll('\\', '/').toLowerCase().split('/');
  // `~ada/shop` is a place in a person's home, which the host knows.
  const parts = lower.map(part => part.trim()).filter(part => part !== '' && part !== '~' && part !== '.');
  const place = ofForge(host, withoutEnding(parts));
  return place.path === '' ? undefined : place;
}

/** The ways in which forges write one repository in their different addresses. */
function ofForge(host: string | undefined, parts: readonly string[]): RemoteName {
  const [, organization] = /^([\w-]+)\.visualstudio\.com$/.exec(host ?? '') ?? [];
  if (host === 'dev.azure.com' || organization !== undefined) {
    const all = organization === undefined ? parts : [organization, ...parts];
    const path = all.filter(
      (part, at) => !(part === 'v3' && at === 0) && part !== '_git' && part !== 'defaultcollection',
    );
    // The repository that a project is named for need not be told.
    const isShort = path.length === 2 && all.includes('_git');
    return { host: 'dev.azure.com', path: [...path, ...(isShort ? path.slice(-1) : [])].join('/') };
  }
  const isBitbucket = parts.length === 3 && parts[0] === 'scm';
  if (isBitbucket) return { host, path: parts.slice(1).join('/') };
  const [projects, project = '', repos, repository = ''] = parts;
  const isPage = projects === 'projects' && repos === 'repos';
  return { host, path: isPage ? `${project}/${repository}` : parts.join('/') };
}

function onDisk(path: string): RemoteName | undefined {
  const plain = decoded(path).replaceAll('\\', '/');
  const parts = withoutEnding(plain.split('/').filter(part => part !== '' && part !== '.'));
  return parts.length === 0 ? undefined : { host: '', path: parts.join('/') };
}

function withoutEnding(parts: readonly string[]): string[] {
  const kept = [...parts];
  const last = (kept.pop() ?? '').replace(/\.git$/i, '');
  return last === '' ? kept : [...kept, last];
}

/** The host in `user:secret@host:port`. */
function hostOf(authority: string): string {
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d{0,5}$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const plain = host.startsWith('www.') ? host.slice('www.'.length) : host;
  return otherNames[plain] ?? plain;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
