import type { FollowedPullRequest, RepositoryPlace } from '@errata/protocol/followed-pull-request';
import type { AskedRound } from '@errata/protocol/round';
import type { Kysely, Transaction } from 'kysely';
import { awaitedAt, type EarlyName, insertEarly, isAwaited, takeEarly } from '../store/early-facts.ts';
import { projectBySlug } from '../store/projects.ts';
import { pullRequestAt, pullRequestsAtHead } from '../store/pull-requests.ts';
import type { Tables } from '../store/tables.ts';
import type { Fact, Named } from './fact.ts';
import type { Telling } from './fixed-issues.ts';
import { demandPullRequest } from './known-pull-request.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { recordDeployment, recordRelease } from './record-deployment.ts';
import { askRound } from './rounds.ts';
import { type CheckedCommit, seeChecks, seePullRequest, seeReview } from './see-pull-request.ts';

interface Project {
  readonly id: number;
  readonly slug: string;
}

/** What of a project facts are about, and who tells them. */
export interface Told extends Telling {
  readonly project: Project;
  /** How whoever told is called in the record of deployments. */
  readonly source: string;
}

/** As agents name the branches of their pull requests. */
const ourBranches = 'errata/';

/**
 * Takes in what a forge tells by itself: of pull requests that are followed, of what was deployed, and of what may be a pull
 * request of ours that an agent is about to record. Gives how many of the facts were any of that.
 */
export async function takeFacts(
  transaction: Transaction<Tables>,
  told: Told,
  facts: readonly Fact[],
  now: Date,
): Promise<number> {
  let taken = 0;
  for (const fact of facts) {
    if ((await takeFact(transaction, told, fact, now)) || (await keep(transaction, told, fact, now))) taken++;
  }
  return taken;
}

/** Whether {@link takeFacts} would take any of them: most of what a busy repository tells is not about us. */
export async function concernsUs(
  database: Kysely<Tables>,
  { id }: Project,
  facts: readonly Fact[],
): Promise<boolean> {
  for (const fact of facts) {
    if (fact.kind === 'deployment' || fact.kind === 'release') return true;
    const known = await subjectsOf(database, id, fact);
    if (known.length > 0 || (await earlyNameOf(database, id, fact)) !== undefined) return true;
  }
  return false;
}

/** Takes in what was told of a pull request before it was recorded. Gives how it is then. */
export async function takeEarlyFacts(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  now: Date,
): Promise<FollowedPullRequest> {
  const { id, number, forge } = pullRequest;
  const project = await projectBySlug(transaction, pullRequest.project);
  if (number === undefined || project === undefined) return pullRequest;
  const told = { project, by: `${forge} webhook`, source: forge };
  const early = await takeEarly(transaction, nameOf(project.id, { place: pullRequest, number }));
  for (const json of early) await takeFact(transaction, told, JSON.parse(json) as Fact, now);
  return early.length === 0 ? pullRequest : demandPullRequest(transaction, id);
}

/** False where it is about nothing that is known. */
async function takeFact(
  transaction: Transaction<Tables>,
  told: Told,
  fact: Fact,
  now: Date,
): Promise<boolean> {
  const { project, source } = told;
  if (fact.kind === 'deployment') {
    await recordDeployment(transaction, project, fact.announced, source, now);
    return true;
  }
  if (fact.kind === 'release') {
    await recordRelease(transaction, project, fact.release, source, now);
    return true;
  }
  const known = await subjectsOf(transaction, project.id, fact);
  for (const pullRequest of known) {
    const { id } = pullRequest;
    switch (fact.kind) {
      case 'pull-request':
        await seePullRequest(transaction, id, fact.seen, told, now);
        break;
      case 'review':
        await seeReview(transaction, id, fact.said);
        break;
      case 'round':
        await askUnlessEnded(transaction, id, fact.asked, told, now);
        break;
      case 'checks':
        await seeChecks(transaction, checkedOn(pullRequest, project.id, fact.head), fact.checks, told, now);
    }
  }
  return known.length > 0;
}

/** What is asked for on a pull request that has ended, or of a commit that is not its last, comes to nothing. */
async function askUnlessEnded(
  transaction: Transaction<Tables>,
  id: string,
  asked: AskedRound,
  told: Told,
  now: Date,
): Promise<void> {
  try {
    await askRound(transaction, id, asked, told, now);
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
  }
}

function checkedOn(place: FollowedPullRequest, project: number, head: string): CheckedCommit {
  return { project, place, head, number: place.number, branch: place.branch };
}

type OfPullRequest = Exclude<Fact, { kind: 'deployment' | 'release' }>;

/** The followed pull requests that a fact is about. */
async function subjectsOf(
  database: Kysely<Tables>,
  project: number,
  fact: OfPullRequest,
): Promise<readonly FollowedPullRequest[]> {
  const { place, number } = namedBy(fact);
  if (number !== undefined) return existing(await pullRequestAt(database, project, place, { number }));
  if (fact.kind !== 'checks') return [];
  const known = await pullRequestsAtHead(database, project, place, fact.head);
  if (known.length > 0 || fact.branch === undefined) return known;
  // Checks of a commit may be told before the commit is.
  return existing(await pullRequestAt(database, project, place, { branch: fact.branch }));
}

function existing(one: FollowedPullRequest | undefined): readonly FollowedPullRequest[] {
  return one === undefined ? [] : [one];
}

function namedBy(fact: OfPullRequest): {
  readonly place: RepositoryPlace;
  readonly number?: number | undefined;
} {
  switch (fact.kind) {
    case 'pull-request':
      return { place: fact.seen, number: fact.seen.number };
    case 'checks':
      return { place: fact.place };
    default:
      return fact.of;
  }
}

/** Keeps what is told of a pull request that looks like ours. False where it does not. */
async function keep(
  transaction: Transaction<Tables>,
  { project }: Told,
  fact: Fact,
  now: Date,
): Promise<boolean> {
  if (fact.kind === 'deployment' || fact.kind === 'release') return false;
  const name = await earlyNameOf(transaction, project.id, fact);
  if (name === undefined) return false;
  const head = fact.kind === 'pull-request' ? fact.seen.head : undefined;
  await insertEarly(transaction, { ...name, head, json: JSON.stringify(fact) }, now);
  return true;
}

async function earlyNameOf(
  database: Kysely<Tables>,
  project: number,
  fact: OfPullRequest,
): Promise<EarlyName | undefined> {
  if (fact.kind === 'checks') return awaitedAt(database, project, fact.head);
  const { place, number } = namedBy(fact);
  if (number === undefined) return undefined;
  const name = nameOf(project, { place, number });
  const isOurs = fact.kind === 'pull-request' && fact.seen.branch.startsWith(ourBranches);
  return isOurs || (await isAwaited(database, name)) ? name : undefined;
}

function nameOf(project: number, { place, number }: Named): EarlyName {
  const names = [
    place.forge,
    place.host.toLowerCase().replace(/:\d{1,5}$/, ''),
    place.repository.toLowerCase(),
    number,
  ];
  return { project, pullRequest: names.join(' ') };
}
