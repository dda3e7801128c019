import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { type FollowedPullRequest, followedPullRequestSchema } from '@errata/protocol/followed-pull-request';
import { acceptedEventSchema, startedRunSchema } from '@errata/protocol/log-center-api';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import type { CenterClient } from './center-client.ts';

/** A pull request of ours as it is when an agent has just opened it. */
export function samplePullRequest(changes: Partial<SeenPullRequest> = {}): SeenPullRequest {
  return {
    forge: 'github',
    host: 'github.com',
    repository: 'acme/shop',
    number: 7,
    title: 'Guard against an empty cart',
    state: 'open',
    draft: false,
    branch: 'errata/default-1-empty-cart',
    head: 'a'.repeat(40),
    base: 'main',
    updatedAt: '2026-01-02T04:00:00.000Z',
    ...changes,
  };
}

/** Brings an issue so far that a pull request of ours is followed. */
export async function followOne(
  client: CenterClient,
  seen: SeenPullRequest,
  project = 'default',
): Promise<FollowedPullRequest> {
  const event = sampleEvent(seen.branch);
  const { issue } = acceptedEventSchema.parse(
    (await client.ask('POST', `/events?project=${project}`, event)).body,
  );
  const started = await client.ask('POST', `/issues/${issue}/runs`, { holder: 'test' });
  const { run } = startedRunSchema.parse(started.body);
  const told = { run: run.id, by: 'test', commit: seen.head, seen };
  const answer = await client.ask('POST', `/issues/${issue}/pull-requests`, told);
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return followedPullRequestSchema.parse(answer.body);
}
