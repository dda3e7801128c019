import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import { sameRemote } from '../git/remotes.ts';
import type { Repository } from '../git/repository.ts';
import { remotesOf } from '../git/repository-remotes.ts';
import { asOnlyOne, type Belonging, belonging, isCertain, leads } from '../locate/belonging/belonging.ts';
import { shownName, toldRepositories } from '../locate/belonging/told.ts';
import type { MappedFrame } from '../locate/map-frames.ts';
import type { KnownReleases } from '../workflow/known-releases.ts';
import type { BelongingMemory } from './belonging-memory.ts';
import { ClosedRepositories } from './closed-repositories.ts';
import { framesOf, type Placed, placeInAll } from './placing.ts';
import { setRepositories, settingOf } from './set-repository.ts';
import type { OpenRepository } from './workspace.ts';

/** The repository that an event belongs to, with its frames there, crash first; `reason` says why it, or why none. */
export type Choice =
  | {
      readonly open: OpenRepository;
      readonly frames: readonly MappedFrame[];
      readonly reason: string;
    }
  | {
      readonly open?: never;
      readonly reason: string;
      /** Roots of those that it may belong to, likeliest first: only a person can tell. */
      readonly unsure?: readonly string[];
    };

export interface ChoiceSources {
  /** Project slug → folder or remote, as a person has set it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly memory: BelongingMemory;
  /** How many projects the log center has. */
  projects(): Promise<number>;
  /** What the log center was told of the event's release. */
  releases(issue: Issue, event: Event, signal: AbortSignal | undefined): Promise<KnownReleases>;
}

interface Weighed extends Placed {
  readonly belonging: Belonging;
}

const mostAsked = 3;
const mostReasons = 3;

/** Chooses, of the repositories that are open, the one that an event belongs to: as set or said, else by what speaks for each. */
export class RepositoryChoice {
  readonly #sources: ChoiceSources;
  readonly #closed = new ClosedRepositories();

  constructor(sources: ChoiceSources) {
    this.#sources = sources;
  }

  /** Another number as soon as a choice may come out otherwise. */
  get version(): number {
    return this.#sources.memory.version;
  }

  /** Throws `GitError`. */
  async choose(
    issue: Issue,
    event: Event,
    repositories: readonly OpenRepository[],
    signal?: AbortSignal,
  ): Promise<Choice> {
    if (repositories.length === 0) return none(t('no repository is open'));
    const known = await this.#sources.releases(issue, event, signal);
    const { announced } = known;
    const set = settingOf(this.#sources.settings, issue.project);
    if (set !== undefined) return asSet(issue, event, { repositories, set, announced }, signal);
    const { memory } = this.#sources;
    const answers = await Promise.all(
      repositories.map(({ repository }) => memory.answer(issue.id, repository.root)),
    );
    const said = repositories.filter((_, at) => answers[at] === true);
    const possible = said.length > 0 ? said : repositories.filter((_, at) => answers[at] !== false);
    if (possible.length === 0) return none(t('you said that it is not one of the folders that are open'));
    const placed = (await placeInAll(event, possible, announced, signal)).filter(({ fit }) => fit > 0);
    const [first] = placed;
    const told = toldRepositories(event, known.repositories ?? []);
    if (first === undefined) return none(nowhere(told.map(shownName).join(', ')));
    if (said.length > 0) return chosen(first, t('you said so'));
    const about = { issue, event, announced, told, signal };
    const weighed = await this.#alone(await this.#weigh(placed, about), repositories, issue);
    const [best] = weighed;
    if (best === undefined || best.belonging.verdict === 'elsewhere')
      return none(best === undefined ? nowhere('') : mainReason(best, -1));
    if (best.belonging.verdict === 'unsure') {
      const likely = weighed.filter(each => each.belonging.verdict === 'unsure');
      return unsure(likely, reasonsOf(best));
    }
    const rivals = await this.#rivals(best, weighed, repositories, about);
    const alike = rivals.filter(each => !leads(best.belonging, each.belonging));
    if (alike.length > 0) return this.#undecided(best, alike, repositories);
    if (isCertain(best.belonging)) await memory.saw(issue.project, best.open.repository.root);
    return chosen(best, mainReason(best, 1));
  }

  /** A person says that an issue belongs to the repository with this root, or to none of those that were asked of. */
  tell(issue: Issue, asked: readonly string[], root: string | undefined): Promise<void> {
    return this.#sources.memory.tell(issue, asked, root);
  }

  async #weigh(placed: readonly Placed[], about: About): Promise<Weighed[]> {
    const { issue, ...rest } = about;
    const weighed = await Promise.all(
      placed.map(async each => {
        const { repository, tree } = each.open;
        const standing = await this.#sources.memory.standing(issue.project, repository.root);
        const question = { ...rest, repository, tree, mapped: each.mapped, project: issue.project, standing };
        return { ...each, belonging: await belonging(question) };
      }),
    );
    // The sort is stable: of equals the better fit stays first.
    return weighed.sort((a, b) => b.belonging.weight - a.belonging.weight);
  }

  /** Where one repository is open and nothing else is known, what is in doubt is its own. */
  async #alone(
    weighed: Weighed[],
    repositories: readonly OpenRepository[],
    { project }: Issue,
  ): Promise<Weighed[]> {
    const [only] = weighed;
    if (only?.belonging.verdict !== 'unsure' || repositories.length > 1) return weighed;
    const homes = await this.#sources.memory.homes(project);
    if (homes.some(root => root !== only.open.repository.root)) return weighed;
    const isOnlyProject = (await this.#sources.projects()) === 1;
    return isOnlyProject ? [{ ...only, belonging: asOnlyOne(only.belonging) }] : weighed;
  }

  /** Other repositories, open or of the same project and closed, that it may as well be one of. */
  async #rivals(
    best: Weighed,
    weighed: readonly Weighed[],
    repositories: readonly OpenRepository[],
    about: About,
  ): Promise<Weighed[]> {
    const roots = new Set(repositories.map(({ repository }) => repository.root));
    const homes = await this.#sources.memory.homes(about.issue.project);
    const closed = await this.#closed.at(homes.filter(root => !roots.has(root)));
    const placed = await placeInAll(about.event, closed, about.announced, about.signal);
    const others = [...weighed.slice(1), ...(await this.#weigh(placed, about))];
    const kin = await Promise.all(others.map(each => areSame(best.open.repository, each.open.repository)));
    return others.filter(({ belonging: { verdict } }, at) => verdict === 'here' && kin[at] === false);
  }

  #undecided(best: Weighed, alike: readonly Weighed[], repositories: readonly OpenRepository[]): Choice {
    const names = alike.map(nameOf).join(', ');
    const isOpen = ({ open }: Weighed) => repositories.includes(open);
    const ahead = alike.filter(each => leads(each.belonging, best.belonging));
    if (ahead.length > 0 && !ahead.some(isOpen))
      return none(t('it is one of {0}, which is not open', ahead.map(nameOf).join(', ')));
    return unsure([best, ...alike.filter(isOpen)], t('it may as well be one of {0}', names));
  }
}

interface About {
  readonly issue: Issue;
  readonly event: Event;
  readonly announced: readonly string[];
  readonly told: readonly string[];
  readonly signal: AbortSignal | undefined;
}

async function asSet(
  { project }: Issue,
  event: Event,
  asked: { repositories: readonly OpenRepository[]; set: string; announced: readonly string[] },
  signal: AbortSignal | undefined,
): Promise<Choice> {
  const name = shownName(asked.set);
  const meant = await setRepositories(asked.repositories, asked.set);
  if (meant.length === 0)
    return none(t('errata.repositories names {0} for {1}, which is not open', name, project));
  const [best] = await placeInAll(event, meant, asked.announced, signal);
  return best === undefined || best.fit === 0
    ? none(t('errata.repositories names {0} for {1}, and no frame of the trace is there', name, project))
    : chosen(best, t('errata.repositories names {0} for {1}', name, project));
}

function chosen(placed: Placed, reason: string): Choice {
  return { open: placed.open, frames: framesOf(placed), reason };
}

function none(reason: string): Choice {
  return { reason: t('repository not matched: {0}', reason) };
}

function unsure(likely: readonly Weighed[], reason: string): Choice {
  const names = likely.slice(0, mostAsked).map(nameOf).join(', ');
  return {
    reason: t('it is not certain that this is an error of {0}: {1}', names, reason),
    unsure: likely.slice(0, mostAsked).map(({ open }) => open.repository.root),
  };
}

function nowhere(told: string): string {
  return told === ''
    ? t('no frame of the trace is in the folders that are open')
    : t('its release is made of {0}, and no frame of the trace is in the folders that are open', told);
}

/** What speaks most for it or against it. */
function mainReason({ belonging: { clues } }: Weighed, sign: 1 | -1): string {
  return clues.find(({ weight }) => weight * sign > 0)?.reason ?? '';
}

/** What makes it likely, and what doubtful. */
function reasonsOf({ belonging: { clues } }: Weighed): string {
  const told = clues.slice(0, mostReasons).map(({ reason }) => reason);
  return told.join('; ');
}

function nameOf({ open }: Placed): string {
  return path.basename(open.repository.root);
}

/** Whether two checkouts are of one repository: worktrees, or clones that have a remote in common. */
async function areSame(a: Repository, b: Repository): Promise<boolean> {
  if (a.gitFolder === b.gitFolder) return true;
  const [ours, theirs] = await Promise.all([remotesOf(a), remotesOf(b)]);
  return ours.names.some(name => theirs.names.some(other => sameRemote(name, other)));
}
