import type { RouteAnswer, RouteBody, RouteName, RouteQuery } from '@errata/protocol/center-routes';
import type { ContainmentAnswer, ContainmentQuestion, Deployment } from '@errata/protocol/deployment';
import type { Effect } from '@errata/protocol/effect';
import type { FixReport } from '@errata/protocol/fix-report';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Hook, HookSource } from '@errata/protocol/hook';
import type { AskedRound, Round } from '@errata/protocol/round';
import type { followRoutes } from '@errata/protocol/routes/follow';
import type { z } from 'zod';

/** What a request carries beside its path. */
export interface Sent {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a log center for one operation of the contract. */
export type Call = <Name extends RouteName>(
  name: Name,
  parameters: Readonly<Record<string, string>>,
  sent?: Sent,
) => Promise<RouteAnswer<Name>>;

type Query<Name extends keyof typeof followRoutes> = Partial<RouteQuery<Name>>;
type Body<Name extends keyof typeof followRoutes> = z.input<(typeof followRoutes)[Name]['body']>;

/** What a log center is told and asked of fixes from their pull request on. */
export class FollowClient {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** The newest first. */
  async pullRequests(query: Query<'listPullRequests'>, signal?: AbortSignal): Promise<FollowedPullRequest[]> {
    return (await this.#call('listPullRequests', {}, { query, signal })).pullRequests;
  }

  /** A pull request with what was asked for on it. */
  pullRequest(id: string, signal?: AbortSignal): Promise<RouteAnswer<'readPullRequest'>> {
    return this.#call('readPullRequest', { id }, { signal });
  }

  /** Has a pull request followed; its issue is under review from now on. Told again, it is the same one. */
  record(issue: string, opened: Body<'recordPullRequest'>): Promise<FollowedPullRequest> {
    return this.#call('recordPullRequest', { id: issue }, { json: opened });
  }

  /** Tells how a pull request is shown by its forge now. */
  see(id: string, sighting: RouteBody<'seePullRequest'>): Promise<FollowedPullRequest> {
    return this.#call('seePullRequest', { id }, { json: sighting });
  }

  /** Tells of another commit of ours on the branch of a pull request. */
  addCommit(id: string, commit: string): Promise<FollowedPullRequest> {
    return this.#call('addPullRequestCommit', { id }, { json: { commit } });
  }

  /** Asks for another version of a pull request; again with the same key, it is the same round. */
  askRound(pullRequest: string, asked: AskedRound): Promise<Round> {
    return this.#call('askRound', { id: pullRequest }, { json: asked });
  }

  /** The oldest first. */
  async rounds(query: Query<'listRounds'>, signal?: AbortSignal): Promise<Round[]> {
    return (await this.#call('listRounds', {}, { query, signal })).rounds;
  }

  /** Takes a round under a lease, or keeps it for another one (with its fence). */
  claimRound(id: string, claim: RouteBody<'claimRound'>): Promise<Round> {
    return this.#call('claimRound', { id }, { json: claim });
  }

  /** Says why a round that waits is left to others. */
  leaveRound(id: string, left: RouteBody<'leaveRound'>): Promise<Round> {
    return this.#call('leaveRound', { id }, { json: left });
  }

  endRound(id: string, end: RouteBody<'endRound'>): Promise<Round> {
    return this.#call('endRound', { id }, { json: end });
  }

  /** Which commits or versions are not known to hold a fix or not, the oldest first. */
  async questions(query: Query<'listQuestions'>, signal?: AbortSignal): Promise<ContainmentQuestion[]> {
    return (await this.#call('listQuestions', {}, { query, signal })).questions;
  }

  /** Answers such a question; false if that was answered before. */
  async answer(question: string, answer: ContainmentAnswer): Promise<boolean> {
    return (await this.#call('answerQuestion', { id: question }, { json: answer })).accepted;
  }

  announceDeployment(deployment: Body<'announceDeployment'>): Promise<Deployment> {
    return this.#call('announceDeployment', {}, { json: deployment });
  }

  /** The newest first. */
  async deployments(query: Query<'listDeployments'>, signal?: AbortSignal): Promise<Deployment[]> {
    return (await this.#call('listDeployments', {}, { query, signal })).deployments;
  }

  /** Begins something that is done once; `done` if it was done before. */
  beginEffect(issue: string, key: string, kind: Effect['kind']): Promise<Effect> {
    return this.#call('beginEffect', {}, { json: { issue, key, kind } });
  }

  /** Says what came of it; what was said first holds, and is answered. */
  endEffect(issue: string, key: string, result?: unknown): Promise<Effect> {
    return this.#call('endEffect', {}, { json: { issue, key, result } });
  }

  /** How an issue was fixed, from its first event to its end. */
  report(issue: string, signal?: AbortSignal): Promise<FixReport> {
    return this.#call('readReport', { id: issue }, { signal });
  }

  async hooks(project: string): Promise<Hook[]> {
    return (await this.#call('listHooks', { slug: project })).hooks;
  }

  /** Its secret is told this once. */
  createHook(project: string, source: HookSource): Promise<RouteAnswer<'createHook'>> {
    return this.#call('createHook', { slug: project }, { json: { source } });
  }

  removeHook(project: string, id: number): Promise<Hook> {
    return this.#call('removeHook', { slug: project, hook: String(id) });
  }
}
