import { z } from 'zod';
import type { Answer, Call } from '../call.ts';
import { ok } from '../paging.ts';
import { changePull } from '../pulls.ts';
import type { World } from '../world.ts';
import { nodeId } from './shapes.ts';

const questionSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).default({}),
});

/** The two mutations that the REST API has no counterpart of, and who one is. */
export async function graphql(world: World, call: Call): Promise<Answer> {
  const { account } = call;
  if (!account) return { status: 401, body: { message: 'This endpoint requires you to be authenticated.' } };
  const { query, variables } = questionSchema.parse(JSON.parse(call.text));
  if (/^\s*(?:query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(query)) {
    return ok({ data: { viewer: { login: account.login } } });
  }
  const [, mutation] = /\b(markPullRequestReadyForReview|convertPullRequestToDraft)\s*\(/.exec(query) ?? [];
  const ids = [...Object.values(variables).map(idIn), /pullRequestId:\s*"([^"]{1,200})"/.exec(query)?.[1]];
  const found = world.repos
    .flatMap(repo => repo.pulls.map(pull => ({ repo, pull })))
    .find(({ pull }) => ids.includes(nodeId('PullRequest', pull.id)));
  if (!mutation || !query.trimStart().startsWith('mutation'))
    return failed('undefinedField', 'Field does not exist');
  if (!found) return failed('NOT_FOUND', `Could not resolve to a node with the global id of '${ids[0]}'`);
  const { repo, pull } = found;
  if (account.readOnly || (account !== pull.author && !world.may(repo, account, 'write'))) {
    return failed(
      'FORBIDDEN',
      `${account.login} does not have the correct permissions to execute \`${mutation}\``,
    );
  }
  const isDraft = mutation === 'convertPullRequestToDraft';
  await changePull(world, repo, pull, account, { draft: isDraft });
  const pullRequest = { id: nodeId('PullRequest', pull.id), number: pull.number, isDraft };
  return ok({ data: { [mutation]: { clientMutationId: null, pullRequest } } });
}

function idIn(value: unknown): unknown {
  return z.object({ pullRequestId: z.string() }).safeParse(value).data?.pullRequestId ?? value;
}

function failed(type: string, message: string): Answer {
  return ok({ data: null, errors: [{ type, path: [], locations: [{ line: 1, column: 1 }], message }] });
}
