import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

/** The pull requests that this window has heard of, newest word wins. */
export class PullRequestBook {
  readonly #known = new Map<string, FollowedPullRequest>();
  /** By issue, the newest first. */
  readonly #ofIssue = new Map<string, FollowedPullRequest[]>();
  readonly #listeners = new Set<(pullRequest: FollowedPullRequest) => void>();

  /** Notes what the agent says of one and tells the listeners, if that is anything new. */
  update(pullRequest: FollowedPullRequest): void {
    const known = this.#known.get(pullRequest.id);
    if (known !== undefined && isSame(known, pullRequest)) return;
    this.#known.set(pullRequest.id, pullRequest);
    for (const { issue } of pullRequest.issues) {
      const others = this.ofIssue(issue).filter(({ id }) => id !== pullRequest.id);
      const all = [...others, pullRequest].sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
      this.#ofIssue.set(issue, all);
    }
    for (const listener of this.#listeners) listener(pullRequest);
  }

  onDidChange(listener: (pullRequest: FollowedPullRequest) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  get(id: string): FollowedPullRequest | undefined {
    return this.#known.get(id);
  }

  /** Those that fix an issue, the newest first. */
  ofIssue(issue: string): readonly FollowedPullRequest[] {
    return this.#ofIssue.get(issue) ?? [];
  }

  ofRun(run: string): FollowedPullRequest | undefined {
    return [...this.#known.values()].find(pullRequest => pullRequest.run === run);
  }

  /** Forgets everything, as when the agent is another one. */
  clear(): void {
    this.#known.clear();
    this.#ofIssue.clear();
  }
}

/** Apart from when it was looked at, there is nothing new. */
function isSame(one: FollowedPullRequest, other: FollowedPullRequest): boolean {
  return JSON.stringify({ ...one, seenAt: '' }) === JSON.stringify({ ...other, seenAt: '' });
}
