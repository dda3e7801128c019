import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { changeStatusSchema, type IssueDetail, issueQuerySchema } from '@errata/protocol/log-center-api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { changeStatus } from '../lifecycle/status.ts';
import { newestEvents } from '../store/events.ts';
import { issueById, pageOfIssues, readCursor } from '../store/issues.ts';
import { runsOfIssue } from '../store/runs.ts';
import type { HttpContext } from './context.ts';
import { parseInput } from './input.ts';
import { RequestError } from './problem.ts';

type WithId = { Params: { id: string } };

const eventQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });

export function issueRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store } = context;

  scope.get('/issues', (request): Promise<{ issues: Issue[]; nextCursor?: string }> => {
    const query = parseInput(issueQuerySchema, request.query);
    if (query.cursor !== undefined && readCursor(query.cursor) === undefined) {
      throw new RequestError(400, 'bad-request', 'The cursor is not one that a page of issues gave.');
    }
    return pageOfIssues(store.reader, query);
  });

  scope.get<WithId>('/issues/:id', async (request): Promise<IssueDetail> => {
    const issue = await demand(request.params.id);
    const [event] = await newestEvents(store.reader, issue.id, 1);
    if (event === undefined) throw new Error(`Issue ${issue.id} has no event.`);
    const runs = await runsOfIssue(store.reader, issue.id);
    return { issue, event, runs: runs.map(({ snapshot: _, ...run }) => run) };
  });

  scope.get<WithId>('/issues/:id/events', async (request): Promise<{ events: Event[] }> => {
    const { limit } = parseInput(eventQuerySchema, request.query);
    const issue = await demand(request.params.id);
    return { events: await newestEvents(store.reader, issue.id, limit) };
  });

  scope.post<WithId>('/issues/:id/status', (request): Promise<Issue> => {
    const change = parseInput(changeStatusSchema, request.body);
    return store.write(transaction => changeStatus(transaction, request.params.id, change, context.now()));
  });

  async function demand(id: string): Promise<Issue> {
    const issue = await issueById(store.reader, id);
    if (issue === undefined)
      throw new RequestError(404, 'unknown-issue', `There is no issue ${id.slice(0, 100)}.`);
    return issue;
  }
}
