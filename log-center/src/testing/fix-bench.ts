import type { AnnouncedDeployment, ContainmentAnswer } from '@errata/protocol/deployment';
import type { Event } from '@errata/protocol/event';
import type { FollowedPullRequest, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { collectEvent } from '../collect/collect-event.ts';
import { prepareEvent } from '../collect/prepare/prepare-event.ts';
import { answerQuestion } from '../lifecycle/answer-question.ts';
import { recordDeployment } from '../lifecycle/record-deployment.ts';
import { recordPullRequest } from '../lifecycle/record-pull-request.ts';
import { seePullRequest } from '../lifecycle/see-pull-request.ts';
import { startRun } from '../lifecycle/start-run.ts';
import { openQuestions } from '../store/containment.ts';
import { issueById } from '../store/issues.ts';
import { ensureProject, type ProjectRow } from '../store/projects.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import type { Store } from '../store/store.ts';

const minute = 60_000;

/** A commit by a name: hexadecimal digits, told apart by their first. */
export function commitOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40);
}

let made = 0;

/** Fixes and what happens to them, on a clock of its own. Times are told in minutes since its begin. */
export class FixBench {
  readonly store: Store;
  readonly project: ProjectRow;
  readonly begin = Date.parse('2026-06-01T12:00:00.000Z');
  minutes = 0;

  private constructor(store: Store, project: ProjectRow) {
    this.store = store;
    this.project = project;
  }

  static async on(store: Store): Promise<FixBench> {
    const begin = new Date('2026-06-01T12:00:00.000Z');
    const slug = `fixes-${++made}`;
    const { project } = await store.write(transaction => ensureProject(transaction, slug, begin));
    return new FixBench(store, project);
  }

  at(minutes: number): string {
    return new Date(this.begin + minutes * minute).toISOString();
  }

  get now(): Date {
    return new Date(this.at(this.minutes));
  }

  /** An event that happened at a time, or now; gives its issue. */
  async event(bug: string, changes: Partial<Event> = {}, happened = this.minutes): Promise<string> {
    const event = sampleEvent(bug, { timestamp: this.at(happened), ...changes });
    const prepared = prepareEvent(this.project, event);
    const { issue } = await this.store.write(transaction =>
      collectEvent(transaction, this.project, prepared, this.now),
    );
    return issue;
  }

  /** A pull request for issues, opened now. */
  async opened(issue: string, others: string[] = []): Promise<FollowedPullRequest> {
    const { run } = await this.store.write(transaction =>
      startRun(transaction, issue, 'agent', this.now, minute),
    );
    const number = ++made;
    const seen = { ...this.#seen(number), state: 'open' } as const;
    const told = { run: run.id, others, commit: commitOf(`own ${number}`), seen };
    return this.store.write(transaction =>
      recordPullRequest(transaction, issue, told, { by: 'agent' }, this.now),
    );
  }

  /** Tells that it was merged, at a time or now. */
  async merge(pullRequest: FollowedPullRequest, merged = this.minutes): Promise<FollowedPullRequest> {
    const { number = 0 } = pullRequest;
    const merge = { commit: commitOf(`merge ${number}`), by: 'ada', at: this.at(merged) };
    const seen = { ...this.#seen(number), state: 'merged', merge } as const;
    return this.store.write(transaction =>
      seePullRequest(transaction, pullRequest.id, seen, { by: 'hook' }, this.now),
    );
  }

  /** An issue with one event, an hour ago, and its pull request, merged now. */
  async fixed(event: Partial<Event> = { release: 'shop@1', environment: 'production' }) {
    const bug = `bug ${++made}`;
    this.minutes -= 60;
    const issue = await this.event(bug, event);
    const opened = await this.opened(issue);
    this.minutes += 60;
    const pullRequest = await this.merge(opened);
    return { issue, pullRequest, bug, merge: pullRequest.merge?.commit ?? '' };
  }

  deploy(told: Partial<AnnouncedDeployment>, deployed = this.minutes) {
    const usual = { environment: 'production', status: 'succeeded', at: this.at(deployed) } as const;
    return this.store.write(transaction =>
      recordDeployment(transaction, this.project, { ...usual, ...told }, 'api', this.now),
    );
  }

  questions() {
    return openQuestions(this.store.reader, [this.project.id], 100);
  }

  /** Answers what is asked of a commit or version; false if nothing is. */
  async answer(about: string, how: ContainmentAnswer['how']): Promise<boolean> {
    const asked = (await this.questions()).filter(each => each.commit === about || each.version === about);
    const contains = how === 'ancestor' || how === 'patch';
    const answer = { by: 'agent', contains, how, reason: `It is ${how}.` };
    for (const { id } of asked) {
      await this.store.write(transaction => answerQuestion(transaction, id, answer, { now: this.now }));
    }
    return asked.length > 0;
  }

  async issue(id: string): Promise<Issue> {
    const issue = await issueById(this.store.reader, id);
    if (issue === undefined) throw new Error(`There is no issue ${id}.`);
    return issue;
  }

  async status(id: string): Promise<string> {
    return (await this.issue(id)).status;
  }

  /** What is known of how a fix went for an issue. */
  async link(pullRequest: { readonly id: string }, issue: string) {
    const followed = await pullRequestById(this.store.reader, pullRequest.id);
    const link = followed?.issues.find(each => each.issue === issue);
    if (link === undefined) throw new Error(`${pullRequest.id} is not of ${issue}.`);
    return link;
  }

  #seen(number: number): Omit<SeenPullRequest, 'state'> {
    return {
      ...{ forge: 'github', host: 'github.com', repository: 'acme/shop', number, title: 'Fix it' },
      ...{ draft: false, branch: `errata/${number}`, head: commitOf(`own ${number}`), base: 'main' },
      updatedAt: this.now.toISOString(),
    };
  }
}
