import type { ForgeKind, RepositoryPlace } from '@errata/protocol/followed-pull-request';
import { remoteName } from '../git/remotes.ts';
import { probe, probed } from './probe.ts';
import { isLoopback, type RemoteAddress, type RemoteUrl, remoteAddress } from './remote-address.ts';

/** What a remote is beside a place for commits. */
export interface RemoteForge {
  readonly place: RepositoryPlace;
  /** Without a slash at its end; missing for git alone. */
  readonly api?: string | undefined;
  /** The pages of the repository; missing for a folder. */
  readonly page?: string | undefined;
  /** Over HTTP, whatever the remote is reached over; missing for a folder. */
  readonly cloneUrl?: string | undefined;
}

/** Host of a server, with its port and the folder that a forge is in there where it is in one → what it speaks. */
export type ForgeSettings = Readonly<Record<string, ForgeKind>>;

const wellKnown: ReadonlyMap<string, ForgeKind> = new Map([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['codeberg.org', 'gitea'],
  ['gitea.com', 'gitea'],
  ['bitbucket.org', 'git'],
  ['dev.azure.com', 'git'],
]);

/** What the names of hosts tell. */
const hints: readonly [RegExp, ForgeKind][] = [
  [/^github\.|\.ghe\.com$/, 'github'],
  [/^gitlab\./, 'gitlab'],
  [/^(?:gitea|forgejo)\./, 'gitea'],
];

const apiPaths = { github: '/api/v3', gitlab: '/api/v4', gitea: '/api/v1' } as const;

/** What is known of a remote's forge without asking it; nothing where it would have to be asked. */
export function knownForge(remote: RemoteUrl, settings: ForgeSettings = {}): RemoteForge | undefined {
  const address = remoteAddress(remote);
  if (address === undefined) return folderOf(remote);
  const named = settingFor(address, settings);
  if (named !== undefined) return forgeOf({ ...address, ...named }, named.kind, named.folder);
  const sure = wellKnown.get(address.host);
  if (sure !== undefined) return forgeOf({ ...address, scheme: 'https' }, sure, '');
  const hint = hints.find(([form]) => form.test(address.host))?.[1];
  if (hint !== undefined) return forgeOf(address, hint);
  const found = probed(address);
  return found && forgeOf(address, found.kind, found.folder);
}

/**
 * Finds out what a remote's forge is: from the settings, the name of its host, or else by asking it, without any secret. Nothing
 * for what is no address at all. Throws `ForgeError`: `unreachable`, `cancelled`.
 */
export async function recognise(
  remote: RemoteUrl,
  settings: ForgeSettings = {},
  signal?: AbortSignal,
): Promise<RemoteForge | undefined> {
  const known = knownForge(remote, settings);
  const address = remoteAddress(remote);
  if (known !== undefined || address === undefined) return known;
  const { kind, folder } = await probe(address, signal);
  return forgeOf(address, kind, folder);
}

/** @param folder that the forge is in, such as `/git`; without it, what stands before a repository whose path has a set length */
function forgeOf(address: RemoteAddress, kind: ForgeKind, folder?: string): RemoteForge {
  const { scheme, host, path } = address;
  const before = path.split('/').slice(0, -2).join('/');
  const usual = kind === 'gitea' && before !== '' ? before.length + 1 : 0;
  const root = `/${path}`.slice(0, folder?.length ?? usual);
  const repository = path.slice(root.length);
  const page = `${scheme}://${host}${root}/${repository}`;
  if (kind !== 'git' && !isRepositoryOf(kind, repository)) return forgeOf(address, 'git');
  return {
    place: { forge: kind, host, repository: repository.toLowerCase() },
    ...(kind === 'git' ? {} : { api: apiOf(`${scheme}://${host}${root}`, host, kind) }),
    page,
    cloneUrl: `${page}.git`,
  };
}

/** Owner and name; with GitLab there may be groups of groups before the name. */
function isRepositoryOf(kind: Exclude<ForgeKind, 'git'>, path: string): boolean {
  const { length } = path.split('/');
  return kind === 'gitlab' ? length >= 2 : length === 2;
}

function apiOf(root: string, host: string, kind: Exclude<ForgeKind, 'git'>): string {
  const isCloud = kind === 'github' && (host === 'github.com' || host.endsWith('.ghe.com'));
  return isCloud ? `https://api.${host}` : `${root}${apiPaths[kind]}`;
}

interface Named extends Pick<RemoteAddress, 'scheme' | 'host'> {
  readonly kind: ForgeKind;
  readonly folder?: string | undefined;
  /** How many letters say so. */
  readonly said: number;
}

/** The setting that says most: `git.acme.example`, with a port, with a folder. */
function settingFor(address: RemoteAddress, settings: ForgeSettings): Named | undefined {
  const { scheme, host, path, assumed } = address;
  const hostname = withoutPort(host);
  const whole = `/${path.toLowerCase()}/`;
  const fitting = Object.entries(settings).flatMap(([written, kind]): Named[] => {
    const [, web, named = '', folder = ''] =
      /^(?:(https?):\/\/)?([^/]+)((?:\/[^/]+)*)\/?$/.exec(written.trim().toLowerCase()) ?? [];
    // Who pushes over ssh names the port of the pages nowhere but there.
    const isHost = named === host || named === hostname || (assumed && withoutPort(named) === host);
    if (!isHost || !(folder === '' || whole.startsWith(`${folder}/`))) return [];
    const isClear = web === 'http' && isLoopback(host);
    return [
      {
        kind,
        scheme: isClear ? 'http' : scheme,
        host: named === hostname ? host : named,
        folder: folder === '' ? undefined : folder,
        said: named.length + folder.length,
      },
    ];
  });
  return fitting.sort((a, b) => b.said - a.said)[0];
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** A folder, or what no forge could be asked about: git alone. */
function folderOf({ url, aliases }: RemoteUrl): RemoteForge | undefined {
  const name = remoteName(url, aliases);
  return name && { place: { forge: 'git', host: name.host ?? '', repository: name.path } };
}
