import { type Answer, type Call, type Routes, signedIn } from '../call.ts';
import { Refusal, type Repo } from '../model.ts';
import { ok, pageOf } from '../paging.ts';
import { addLabel, noticePush } from '../pulls.ts';
import { pathOf, type World } from '../world.ts';
import type { GiteaShapes } from './shapes.ts';

export function repoOf(world: World, call: Call): Repo {
  const repo = world.repo(`${call.params.text('owner')}/${call.params.text('repo')}`);
  if (!repo || !world.may(repo, call.account, 'read')) throw new Refusal('not-found');
  return repo;
}

/** Gitea's lists: thirty, and fifty at most. */
export function list<T>(call: Call, all: readonly T[], shape: (item: T) => unknown): Answer {
  const page = pageOf(call, all, { usual: 30, most: 50, name: 'limit' });
  return ok(page.items.map(shape), { 'x-total-count': String(page.total), ...page.links });
}

export function repositoryRoutes(world: World, shapes: GiteaShapes): Routes {
  const one = '/repos/:owner/:repo';
  return {
    'GET /version': () => ok({ version: '1.25.2' }),
    'GET /user': call => ok(shapes.user(signedIn(call))),
    'GET /users/search': call => {
      const wanted = (call.query.get('q') ?? '').toLowerCase();
      const found = world.accounts.filter(({ login, email, name }) =>
        [login, email, name].some(text => text.toLowerCase().includes(wanted)),
      );
      return ok({ ok: true, data: found.slice(0, 50).map(account => shapes.user(account)) });
    },
    'GET /orgs/:org/labels': call => {
      const organization = world.account(call.params.text('org'));
      if (!organization?.isOrganization) throw new Refusal('not-found');
      return list(call, [], label => label);
    },
    [`GET ${one}`]: call => ok(shapes.repo(repoOf(world, call), call.account)),
    [`GET ${one}/forks`]: call => {
      const parent = repoOf(world, call);
      const forks = world.repos.filter(repo => repo.parent === parent);
      return list(call, forks, fork => shapes.repo(fork, call.account));
    },
    [`POST ${one}/forks`]: async call => {
      const parent = repoOf(world, call);
      const by = signedIn(call);
      if (world.repos.some(repo => repo.parent === parent && repo.owner === by)) {
        return {
          status: 409,
          body: { message: `repository is already forked by user [uname: ${by.login}]` },
        };
      }
      return { status: 202, body: shapes.repo(await world.fork(parent, by), by) };
    },
    [`GET ${one}/labels`]: call => {
      const repo = repoOf(world, call);
      return list(call, repo.labels, ({ name }) => shapes.label(repo, name));
    },
    [`POST ${one}/labels`]: call => {
      const repo = repoOf(world, call);
      world.demand(repo, call.account, 'write');
      const { name, color, description } = {
        name: call.body.text('name') ?? '',
        color: call.body.text('color'),
        description: call.body.text('description'),
      };
      if (color === undefined) throw new Refusal('invalid', '[Color]: Required');
      const label = addLabel(world, repo, name, color, description);
      return { status: 201, body: shapes.label(repo, label.name) };
    },
    [`GET ${one}/branches/:branch*`]: async call => {
      const repo = repoOf(world, call);
      const name = call.params.text('branch');
      const commit = await repo.git.commitOf(`refs/heads/${name}`);
      if (!commit) throw new Refusal('not-found');
      return ok({ name, commit: { id: commit }, protected: repo.protectedBranches.has(name) });
    },
    [`GET ${one}/git/commits/:sha`]: async call => {
      const repo = repoOf(world, call);
      const commit = await repo.git.read(call.params.text('sha'));
      if (!commit) throw new Refusal('not-found');
      return ok(shapes.commit(repo, commit));
    },
    [`DELETE ${one}/branches/:branch*`]: async call => {
      const repo = repoOf(world, call);
      const by = world.demand(repo, call.account, 'write');
      const branch = call.params.text('branch');
      if (!(await repo.git.commitOf(`refs/heads/${branch}`))) throw new Refusal('not-found');
      if (branch === 'main')
        throw new Refusal('forbidden', 'can not delete default or pull request target branch');
      if (repo.protectedBranches.has(branch)) throw new Refusal('forbidden', 'branch protected');
      await repo.git.git(['update-ref', '-d', `refs/heads/${branch}`]);
      await noticePush(world, repo, by);
      return { status: 204 };
    },
    [`GET ${one}/collaborators/:login/permission`]: call => permission(world, shapes, call),
    [`GET ${one}/commits/:sha/status`]: async call => {
      const repo = repoOf(world, call);
      const sha = await repo.git.commitOf(call.params.text('sha'));
      if (!sha) throw new Refusal('not-found');
      const checks = repo.checks.filter(({ commit }) => commit === sha);
      const state = ['failed', 'pending', 'passed'].find(wanted =>
        checks.some(check => check.state === wanted),
      );
      const page = pageOf(call, checks, { usual: 30, most: 50, name: 'limit' });
      const statuses = checks.length === 0 ? null : page.items.map(check => shapes.status(repo, check));
      const url = `${call.origin}/api/v1/repos/${pathOf(repo)}/commits/${sha}`;
      return ok(
        {
          state: { failed: 'failure', pending: 'pending', passed: 'success', none: '' }[state ?? 'none'],
          ...{ sha, total_count: checks.length, statuses, repository: shapes.repo(repo, call.account) },
          ...{ commit_url: url, url: `${url}/status` },
        },
        { 'x-total-count': String(checks.length), ...page.links },
      );
    },
    [`GET ${one}/actions/runs`]: call => {
      const repo = repoOf(world, call);
      const head = call.query.get('head_sha');
      const runs = runsOf(repo).filter(({ commit }) => head === null || commit === head);
      const page = pageOf(call, runs, { usual: 30, most: 50, name: 'limit' });
      return ok(
        { total_count: runs.length, workflow_runs: page.items.map(run => shapes.run(repo, run)) },
        page.links,
      );
    },
    [`GET ${one}/actions/runs/:id/jobs`]: call => {
      const repo = repoOf(world, call);
      return ok({ total_count: 1, jobs: [shapes.job(repo, runOf(repo, call))] });
    },
    [`GET ${one}/actions/jobs/:id/logs`]: call => {
      const repo = repoOf(world, call);
      signedIn(call);
      return { status: 200, body: runOf(repo, call).log };
    },
  };
}

function runsOf(repo: Repo) {
  return repo.checks.filter(({ form }) => form === 'run');
}

function runOf(repo: Repo, call: Call) {
  const run = runsOf(repo).find(({ id }) => id === call.params.number('id'));
  if (!run) throw new Refusal('not-found');
  return run;
}

/** Told to whoever administers the repository, and of oneself. */
function permission(world: World, shapes: GiteaShapes, call: Call): Answer {
  const repo = repoOf(world, call);
  const reader = signedIn(call);
  const account = world.account(call.params.text('login'));
  if (account !== reader && !world.may(repo, reader, 'admin')) {
    throw new Refusal(
      'forbidden',
      'Only admins can query all permissions, repo admins can query all repo permissions, collaborators can query only their own',
    );
  }
  if (!account) throw new Refusal('not-found');
  const rights = account === repo.owner ? 'owner' : world.rights(repo, account);
  return ok({ permission: rights, role_name: rights, user: shapes.user(account) });
}
