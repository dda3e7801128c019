import { type Answer, type Call, type Routes, signedIn } from '../call.ts';
import { Refusal, type Repo } from '../model.ts';
import { ok, pageOf } from '../paging.ts';
import { noticePush } from '../pulls.ts';
import type { World } from '../world.ts';
import type { GitLabShapes } from './shapes.ts';

/** By its number, or by its path. */
export function projectOf(world: World, call: Call): Repo {
  const name = call.params.text('project');
  const repo = /^\d+$/.test(name) ? world.repos.find(({ id }) => String(id) === name) : world.repo(name);
  if (!repo || !world.may(repo, call.account, 'read')) throw new Refusal('not-found', 'Project Not Found');
  return repo;
}

/** GitLab's lists: twenty, and a hundred at most, told of in headers of its own. */
export function list<T>(call: Call, all: readonly T[], shape: (item: T) => unknown): Answer {
  const page = pageOf(call, all, { usual: 20, most: 100, name: 'per_page' });
  return ok(page.items.map(shape), {
    ...{ 'x-page': String(page.number), 'x-per-page': String(page.size), 'x-total': String(page.total) },
    ...{ 'x-total-pages': String(page.last), 'x-prev-page': page.number > 1 ? String(page.number - 1) : '' },
    'x-next-page': page.number < page.last ? String(page.number + 1) : '',
    ...page.links,
  });
}

export function projectRoutes(world: World, shapes: GitLabShapes): Routes {
  return {
    'GET /version': call => {
      signedIn(call);
      return ok({ version: '18.6.0-ee', revision: '1a2b3c4d5e6', enterprise: true });
    },
    'GET /user': call => ok(shapes.viewer(signedIn(call))),
    'GET /users': call => {
      signedIn(call);
      const [name, search] = ['username', 'search'].map(field => call.query.get(field)?.toLowerCase());
      const found = world.accounts.filter(
        ({ login, email, isOrganization }) =>
          !isOrganization &&
          (name === undefined || login.toLowerCase() === name) &&
          (search === undefined || email.toLowerCase() === search || login.toLowerCase().includes(search)),
      );
      return list(call, found, account => shapes.user(account));
    },
    'GET /projects/:project': call => ok(shapes.project(projectOf(world, call), call.account)),
    'GET /projects/:project/members/all/:id': call => {
      const repo = projectOf(world, call);
      const account = world.accounts.find(({ id }) => id === call.params.number('id'));
      const rights = account && repo.rights.get(account.login);
      if (!account || !rights || rights === 'none') throw new Refusal('not-found');
      return ok(shapes.member(account, rights));
    },
    'GET /projects/:project/forks': call => {
      const repo = projectOf(world, call);
      const isOwned = call.query.get('owned') === 'true';
      const forks = world.repos.filter(
        ({ parent, owner }) => parent === repo && (!isOwned || owner === call.account),
      );
      return list(call, forks, fork => shapes.project(fork, call.account));
    },
    'POST /projects/:project/fork': async call => {
      const repo = projectOf(world, call);
      const by = signedIn(call);
      if (world.repos.some(({ parent, owner }) => parent === repo && owner === by)) {
        const message = { name: ['has already been taken'], path: ['has already been taken'] };
        return { status: 409, body: { message } };
      }
      const fork = await world.fork(repo, by);
      return { status: 201, body: shapes.project(fork, by, 'scheduled') };
    },
    'GET /projects/:project/repository/branches/:branch': async call => {
      const { commit, branch } = await branchOf(world, call);
      return ok({
        name: branch,
        commit: { id: commit, short_id: commit.slice(0, 8) },
        default: branch === 'main',
      });
    },
    'DELETE /projects/:project/repository/branches/:branch': async call => {
      const { repo, branch } = await branchOf(world, call);
      const by = world.demand(repo, call.account, 'write');
      if (repo.protectedBranches.has(branch)) throw new Refusal('forbidden', '403 Forbidden');
      await repo.git.git(['update-ref', '-d', `refs/heads/${branch}`]);
      await noticePush(world, repo, by);
      return { status: 204 };
    },
    'GET /projects/:project/repository/commits/:sha/statuses': async call => {
      const { repo, commit } = await commitOf(world, call);
      const checks = repo.checks.filter(check => check.commit === commit);
      return list(call, checks, check => shapes.status(repo, check));
    },
    'GET /projects/:project/repository/commits/:sha/merge_requests': async call => {
      const { repo, commit } = await commitOf(world, call);
      const holds = await Promise.all(
        repo.pulls.map(
          async ({ baseCommit, head, merged }) =>
            merged?.commit === commit || (await repo.git.between(baseCommit, head)).includes(commit),
        ),
      );
      const found = repo.pulls.filter((_, index) => holds[index]);
      return list(call, found, pull => shapes.request(repo, pull));
    },
    'GET /projects/:project/jobs/:id/trace': call => {
      const repo = projectOf(world, call);
      signedIn(call);
      const job = repo.checks.find(({ id, form }) => form === 'run' && id === call.params.number('id'));
      if (!job) throw new Refusal('not-found');
      return { status: 200, body: job.log };
    },
  };
}

async function branchOf(world: World, call: Call): Promise<{ repo: Repo; branch: string; commit: string }> {
  const repo = projectOf(world, call);
  const branch = call.params.text('branch');
  const commit = await repo.git.commitOf(`refs/heads/${branch}`);
  if (!commit) throw new Refusal('not-found', 'Branch Not Found');
  return { repo, branch, commit };
}

async function commitOf(world: World, call: Call): Promise<{ repo: Repo; commit: string }> {
  const repo = projectOf(world, call);
  const commit = await repo.git.commitOf(call.params.text('sha'));
  if (!commit) throw new Refusal('not-found', 'Commit Not Found');
  return { repo, commit };
}
