import type { RepositoryPlace } from '@errata/protocol/followed-pull-request';
import { type OpenedForge, openForge } from '../forge/open-forge.ts';
import { type ForgeSettings, knownForge } from '../forge/recognise.ts';
import { type RemoteAliases, remoteName } from '../git/remotes.ts';
import type { Repository } from '../git/repository.ts';
import { remotesOf } from '../git/repository-remotes.ts';
import type { GitRemote } from './bring-objects.ts';

/** A repository at hand that has this place for a remote. */
export interface Place {
  readonly repository: Repository;
  readonly remote: NamedRemote;
}

export interface NamedRemote {
  readonly name: string;
  readonly url: string;
  readonly aliases: RemoteAliases;
}

/** The repositories at hand by where they are on their forges, and these forges, which are held once they are open. */
export class Places {
  readonly #repositories: () => readonly Repository[];
  readonly #forges: ForgeSettings;
  readonly #remotes = new WeakMap<Repository, Promise<NamedRemote[]>>();
  readonly #opened = new Map<string, Promise<OpenedForge>>();

  constructor(repositories: () => readonly Repository[], forges: ForgeSettings) {
    this.#repositories = repositories;
    this.#forges = forges;
  }

  /** Throws `GitError`. */
  async find(place: RepositoryPlace): Promise<Place | undefined> {
    for (const repository of this.#repositories()) {
      const remotes = await this.#remotesOf(repository);
      const remote = remotes.find(each => isAt(each, place, this.#forges));
      if (remote !== undefined) return { repository, remote };
    }
    return undefined;
  }

  /** Its forge as an account of the person's. Throws `ForgeError` `cancelled`. */
  async open({ repository, remote }: Place, signal?: AbortSignal): Promise<OpenedForge> {
    let opened = this.#opened.get(remote.url);
    if (opened === undefined) {
      opened = openForge(repository, remote, { forges: this.#forges }, signal);
      this.#opened.set(remote.url, opened);
      // A person may sign in meanwhile, or the network come back.
      opened.then(
        found => 'reason' in found && found.reason !== 'plain' && this.#opened.delete(remote.url),
        () => this.#opened.delete(remote.url),
      );
    }
    return opened;
  }

  /** The remote as git reaches it: with the token of its forge, where there is one. Throws `ForgeError` `cancelled`. */
  async reach(place: Place, signal?: AbortSignal): Promise<GitRemote> {
    const { name } = place.remote;
    const opened = await this.open(place, signal);
    return 'forge' in opened ? { name, credentials: opened.credentials } : { name };
  }

  /** Has a token looked for anew, as after one was refused. */
  forget({ remote }: Place): void {
    this.#opened.delete(remote.url);
  }

  #remotesOf(repository: Repository): Promise<NamedRemote[]> {
    let remotes = this.#remotes.get(repository);
    if (remotes === undefined) {
      remotes = read(repository);
      this.#remotes.set(repository, remotes);
      remotes.catch(() => this.#remotes.delete(repository));
    }
    return remotes;
  }
}

async function read(repository: Repository): Promise<NamedRemote[]> {
  const [remotes, { aliases }] = await Promise.all([repository.remotes(), remotesOf(repository)]);
  return remotes.map(remote => ({ ...remote, aliases }));
}

/** Compared without the port, which the address for git and that of the pages need not share, and without case. */
function isAt(remote: NamedRemote, place: RepositoryPlace, forges: ForgeSettings): boolean {
  const known = knownForge(remote, forges)?.place;
  if (known !== undefined && sameAs(known, place)) return true;
  const name = remoteName(remote.url, remote.aliases);
  return name !== undefined && sameAs({ host: name.host ?? '', repository: name.path }, place);
}

function sameAs(a: Pick<RepositoryPlace, 'host' | 'repository'>, b: RepositoryPlace): boolean {
  // On a disk case counts.
  if (a.host === '' || b.host === '') return a.host === b.host && a.repository === b.repository;
  return hostname(a.host) === hostname(b.host) && a.repository.toLowerCase() === b.repository.toLowerCase();
}

function hostname(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}
