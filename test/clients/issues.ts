import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import type { CenterClient } from '../../log-center/src/testing/center-client.ts';
import { eventually } from '../../log-center/src/testing/temporary.ts';

/** Titles of all issues, sorted. */
export async function titles(client: CenterClient): Promise<string[]> {
  const { issues } = await client.get(issuePageSchema, '/issues');
  return issues.map(({ title }) => title).sort();
}

/** Waits for the issue with this title. */
export async function arrived(client: CenterClient, title: string): Promise<{ issue: Issue; event: Event }> {
  const issue = await eventually(async () => {
    const { issues } = await client.get(issuePageSchema, '/issues');
    return issues.find(candidate => candidate.title === title);
  }).catch(async error => assert.fail(`${error.message} There are: ${(await titles(client)).join('; ')}`));
  const { event } = await client.get(issueDetailSchema, `/issues/${issue.id}`);
  return { issue, event };
}
