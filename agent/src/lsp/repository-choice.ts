import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import { remoteName, sameRemote } from '../git/remotes.ts';
import { remotesOf } from '../git/repository-remotes.ts';
import type { MappedFrame } from '../locate/map-frames.ts';
import { place } from './placing.ts';
import type { OpenRepository } from './workspace.ts';

/** The repository that an event belongs to, with its frames there, crash first; `reason` says why it, or why none. */
export type Choice =
  | {
      readonly open: OpenRepository;
      readonly frames: readonly MappedFrame[];
      readonly reason: string;
    }
  | { readonly open?: never; readonly reason: string };

export interface ChoiceSources {
  /** Project slug → folder or remote, as a person has set it. */
  readonly settings: Readonly<Record<string, string>>;
  /** How the log center was told that the repositories of the event's release are called. */
  announced(issue: Issue, event: Event, signal: AbortSignal | undefined): Promise<readonly string[]>;
}

/** What tracing and deployment tools call the address of a repository, in tags and contexts. */
const addressKeys = ['vcs.repository.url.full', 'git.repository_url', 'git.repository.url'];
const mostTold = 20;
const longestShown = 100;

/** Chooses, of the repositories that are open, the one that an event belongs to: as set, as told, else by its trace. */
export class RepositoryChoice {
  readonly #sources: ChoiceSources;

  constructor(sources: ChoiceSources) {
    this.#sources = sources;
  }

  /** Throws `GitError`. */
  async choose(
    issue: Issue,
    event: Event,
    repositories: readonly OpenRepository[],
    signal?: AbortSignal,
  ): Promise<Choice> {
    const set = settingOf(this.#sources.settings, issue.project);
    if (set !== undefined) {
      const meant = await setRepositories(repositories, set);
      const [name, { project }] = [shown(set), issue];
      if (meant.length === 0)
        return none(t('errata.repositories names {0} for {1}, which is not open', name, project));
      return (
        (await chosen(event, meant, t('errata.repositories names {0} for {1}', name, project), signal)) ??
        none(t('errata.repositories names {0} for {1}, and no frame of the trace is there', name, project))
      );
    }
    const told = repositories.length > 1 ? await this.#told(issue, event, signal) : [];
    const meant = told.length === 0 ? [] : await filtered(repositories, each => isTold(each, told));
    const names = told.map(shown).join(', ');
    const release = await chosen(event, meant, t('its release is made of {0}', names), signal);
    if (release !== undefined) return release;
    const others = repositories.filter(each => !meant.includes(each));
    const why = others.length > 1 ? t('its trace fits best there') : t('its trace is there');
    const reason = told.length === 0 ? why : t('{0}, though its release is made of {1}', why, names);
    const found = await chosen(event, others, reason, signal);
    return found ?? none(repositories.length === 0 ? t('no repository is open') : unfit(names));
  }

  async #told(issue: Issue, event: Event, signal: AbortSignal | undefined): Promise<readonly string[]> {
    const own = [event.tags, ...Object.values(event.contexts)].flatMap(addressesIn);
    const all = [...own, ...(await this.#sources.announced(issue, event, signal))];
    return [...new Set(all)].slice(0, mostTold);
  }
}

async function chosen(
  event: Event,
  repositories: readonly OpenRepository[],
  reason: string,
  signal: AbortSignal | undefined,
): Promise<Choice | undefined> {
  const placed = await place(event, repositories, signal);
  return placed && { ...placed, reason };
}

function none(reason: string): Choice {
  return { reason: t('repository not matched: {0}', reason) };
}

function unfit(names: string): string {
  return names === ''
    ? t('no frame of the trace is in the folders that are open')
    : t('its release is made of {0}, and no frame of the trace is in the folders that are open', names);
}

function settingOf(settings: Readonly<Record<string, string>>, project: string): string | undefined {
  const found = Object.entries(settings).find(([slug]) => slug.toLowerCase() === project.toLowerCase());
  const value = found?.[1].trim();
  return value === '' ? undefined : value;
}

/** The repositories that a setting means: by a folder that they hold, their folder's name, or a remote. */
async function setRepositories(
  repositories: readonly OpenRepository[],
  set: string,
): Promise<OpenRepository[]> {
  const named = repositories.filter(({ repository }) => path.basename(repository.root) === set);
  if (named.length > 0) return named;
  const written = set.replace(/^~(?=$|[\\/])/, homedir());
  if (!path.isAbsolute(written)) return filtered(repositories, each => isTold(each, [set]));
  const folder = await realpath(written).catch(() => written);
  const around = repositories.filter(({ repository: { root } }) =>
    `${folder}${path.sep}`.startsWith(root + path.sep),
  );
  // Of repositories inside each other, the innermost one holds the folder.
  return around.sort((a, b) => b.repository.root.length - a.repository.root.length).slice(0, 1);
}

async function isTold({ repository }: OpenRepository, told: readonly string[]): Promise<boolean> {
  const { names, aliases } = await remotesOf(repository);
  const wanted = told.flatMap(each => remoteName(each, aliases) ?? []);
  return wanted.some(each => names.some(name => sameRemote(name, each)));
}

async function filtered(
  repositories: readonly OpenRepository[],
  test: (open: OpenRepository) => Promise<boolean>,
): Promise<OpenRepository[]> {
  const kept = await Promise.all(repositories.map(test));
  return repositories.filter((_, at) => kept[at]);
}

function addressesIn(values: unknown): string[] {
  if (values === null || typeof values !== 'object') return [];
  const named = new Map<string, unknown>(Object.entries(values));
  return addressKeys.map(key => named.get(key)).filter(value => typeof value === 'string');
}

function shown(name: string): string {
  // A remote's address may hold a token.
  const safe = name.replace(/\/\/[^/@]*@/, '//');
  return safe.length <= longestShown ? safe : `${safe.slice(0, longestShown)}…`;
}
