import type { Event } from '@errata/protocol/event';
import { remoteName, sameRemote } from '../../git/remotes.ts';
import type { Repository } from '../../git/repository.ts';
import { remotesOf } from '../../git/repository-remotes.ts';

/** What tracing and deployment tools call the address of a repository, in tags and contexts. */
const addressKeys = ['vcs.repository.url.full', 'git.repository_url', 'git.repository.url'];
const mostTold = 20;
const longestShown = 100;

/** The repositories that an event names as its own, and those that its release was announced for. Hostile text. */
export function toldRepositories(event: Event, announced: readonly string[]): string[] {
  const own = [event.tags, ...Object.values(event.contexts)].flatMap(addressesIn);
  return [...new Set([...own, ...announced])].slice(0, mostTold);
}

/** Whether one of the names is that of a remote of the repository. Throws `GitError`. */
export async function isTold(repository: Repository, told: readonly string[]): Promise<boolean> {
  const { names, aliases } = await remotesOf(repository);
  const wanted = told.flatMap(each => remoteName(each, aliases) ?? []);
  return wanted.some(each => names.some(name => sameRemote(name, each)));
}

/** The name of a repository as it can be shown: its address may hold a token. */
export function shownName(name: string): string {
  const safe = name.replace(/\/\/[^/@]*@/, '//');
  return safe.length <= longestShown ? safe : `${safe.slice(0, longestShown)}…`;
}

function addressesIn(values: unknown): string[] {
  if (values === null || typeof values !== 'object') return [];
  const named = new Map<string, unknown>(Object.entries(values));
  return addressKeys.map(key => named.get(key)).filter(value => typeof value === 'string');
}
