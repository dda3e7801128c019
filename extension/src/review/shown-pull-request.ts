import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { mayBeOpened } from '@errata/protocol/may-be-opened';
import { type ShownPullRequest, shownPullRequestSchema } from '@errata/protocol/webview';

/** What the page shows of a pull request to somebody who looks at this issue. */
export function shownPullRequest(pullRequest: FollowedPullRequest, issue: string): ShownPullRequest {
  const fixed = pullRequest.issues.find(each => each.issue === issue);
  return shownPullRequestSchema.parse({ ...pullRequest, ...fixed, openable: mayBeOpened(pullRequest) });
}
