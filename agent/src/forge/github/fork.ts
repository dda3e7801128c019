import { t } from '@vscode/l10n';
import { z } from 'zod';
import type { ForgeAccess, ForkedRepository } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { waitFor } from '../waiting.ts';
import { type RepositoryAnswer, repositorySchema } from './answers.ts';
import { type GithubClient, until } from './client.ts';

const longestWait = 90_000;

/** The account's own fork: the one that it has, or a new one, once there is something in it. */
export async function forkOf(
  client: GithubClient,
  { api, place }: ForgeAccess,
  account: string,
  signal: AbortSignal | undefined,
): Promise<ForkedRepository> {
  const { rest } = client;
  const request = until(signal);
  const own = { owner: account, repo: client.place.repo, request };
  const there = await client.seek(repositorySchema, rest.repos.get(own));
  const fork =
    there?.parent?.full_name.toLowerCase() === place.repository
      ? there
      : // One by another name is answered here, too.
        await client.read(repositorySchema, rest.repos.createFork({ ...client.place, request }));
  await waitUntilFilled(client, fork, signal);
  const { protocol } = new URL(api);
  return { owner: fork.owner.login, cloneUrl: `${protocol}//${place.host}/${fork.full_name}.git` };
}

/** A fork is made behind the scenes: it is there at once, and empty for a while. */
async function waitUntilFilled(
  client: GithubClient,
  fork: RepositoryAnswer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [owner = '', repo = ''] = fork.full_name.split('/');
  const ref = `heads/${fork.default_branch}`;
  const look = async () => {
    const call = client.rest.git.getRef({ owner, repo, ref, request: until(signal) });
    try {
      return await client.seek(z.object({ ref: z.string() }), call);
    } catch (error) {
      // So an empty repository is told of.
      if (ForgeError.is(error, 'conflict')) return undefined;
      throw error;
    }
  };
  if ((await waitFor(look, longestWait, signal)) !== undefined) return;
  throw new ForgeError(
    'unreachable',
    t('{0} has not finished the fork yet; try again.', client.connection.host),
  );
}
