import { type Answer, type Call, type Routes, signedIn } from '../call.ts';
import { type Account, Refusal, type Repo } from '../model.ts';
import { ok, pageOf } from '../paging.ts';
import { addLabel, noticePush } from '../pulls.ts';
import { pathOf, type World } from '../world.ts';
import { CommitShapes } from './commit-shapes.ts';
import { Description } from './description.ts';
import type { GitHubShapes } from './shapes.ts';

/** GitHub's lists: thirty, and a hundred at most. */
export const pageSize = { usual: 30, most: 100, name: 'per_page' } as const;

export function repoOf(world: World, call: Call): Repo {
  const repo = world.repo(`${call.params.text('owner')}/${call.params.text('repo')}`);
  if (!repo || !world.may(repo, call.account, 'read')) throw new Refusal('not-found');
  return repo;
}

/** The repository, for an account that may write to it; whatever is done to it. */
export function writable(world: World, call: Call): { repo: Repo; by: Account } {
  const repo = repoOf(world, call);
  return { repo, by: world.demand(repo, call.account, 'write') };
}

export function repositoryRoutes(world: World, shapes: GitHubShapes): Routes {
  const commits = new CommitShapes(shapes);
  return {
    'GET /meta': () => ok({ verifiable_password_authentication: true, installed_version: '3.19.0' }),
    'GET /user': call => ok(shapes.viewer(signedIn(call)), { 'x-oauth-scopes': 'repo, read:org' }),
    'GET /users/:login': call => {
      const account = world.account(call.params.text('login'));
      if (!account) throw new Refusal('not-found');
      return ok(shapes.viewer(account));
    },
    'GET /search/users': call => {
      const mail = /(\S{1,200}@\S{1,200})/.exec(call.query.get('q') ?? '')?.[1];
      const found = world.accounts.filter(({ email }) => email === mail);
      const items = found.map(account => ({ ...shapes.user(account), score: 1 }));
      return ok({ total_count: items.length, incomplete_results: false, items });
    },
    'GET /repos/:owner/:repo': call => ok(shapes.fullRepo(repoOf(world, call), call.account)),
    'POST /repos/:owner/:repo/forks': async call => {
      const fork = await world.fork(repoOf(world, call), signedIn(call));
      return { status: 202, body: shapes.fullRepo(fork, call.account) };
    },
    'GET /repos/:owner/:repo/forks': call => {
      const parent = repoOf(world, call);
      const page = pageOf(
        call,
        world.repos.filter(repo => repo.parent === parent),
        pageSize,
      );
      return ok(
        page.items.map(repo => shapes.repo(repo, call.account)),
        page.links,
      );
    },
    'GET /repos/:owner/:repo/collaborators/:login/permission': call => permission(world, shapes, call),
    'GET /repos/:owner/:repo/labels': call => {
      const repo = repoOf(world, call);
      const page = pageOf(call, repo.labels, pageSize);
      return ok(
        page.items.map(({ name }) => shapes.label(repo, name)),
        page.links,
      );
    },
    'GET /repos/:owner/:repo/labels/:name': call => {
      const repo = repoOf(world, call);
      const label = repo.labels.find(
        ({ name }) => name.toLowerCase() === call.params.text('name').toLowerCase(),
      );
      if (!label) throw new Refusal('not-found');
      return ok(shapes.label(repo, label.name));
    },
    'POST /repos/:owner/:repo/labels': call => {
      const { repo } = writable(world, call);
      const name = call.body.text('name') ?? '';
      if (repo.labels.some(label => label.name.toLowerCase() === name.toLowerCase())) {
        const errors = [{ resource: 'Label', code: 'already_exists', field: 'name' }];
        return {
          status: 422,
          body: {
            message: 'Validation Failed',
            errors,
            documentation_url: 'https://docs.github.com/rest',
            status: '422',
          },
        };
      }
      const { name: made } = addLabel(
        world,
        repo,
        name,
        call.body.text('color'),
        call.body.text('description'),
      );
      return { status: 201, body: shapes.label(repo, made) };
    },
    'GET /repos/:owner/:repo/git/ref/:ref*': async call => {
      const repo = repoOf(world, call);
      const ref = `refs/${call.params.text('ref')}`;
      const sha = await repo.git.commitOf(ref);
      if (!sha) throw new Refusal('not-found');
      const example = Description.get().example('git-ref');
      const url = `${shapes.api}/repos/${pathOf(repo)}/git/${ref}`;
      const object = { type: 'commit', sha, url: `${shapes.api}/repos/${pathOf(repo)}/git/commits/${sha}` };
      return ok({ ...example, ref, url, object });
    },
    'GET /repos/:owner/:repo/branches/:branch*': async call => {
      const repo = repoOf(world, call);
      const name = call.params.text('branch');
      const sha = await repo.git.commitOf(`refs/heads/${name}`);
      if (!sha) throw new Refusal('not-found', 'Branch not found');
      return ok(await commits.branch(repo, name, sha));
    },
    'GET /repos/:owner/:repo/git/commits/:sha': async call => {
      const repo = repoOf(world, call);
      return ok(await commits.gitCommit(repo, await commitOf(repo, call.params.text('sha'))));
    },
    'GET /repos/:owner/:repo/commits': async call => {
      const repo = repoOf(world, call);
      const author = call.query.get('author');
      const from = await commitOf(repo, call.query.get('sha') ?? 'HEAD');
      const by =
        author === null ? [] : [`--author=<${world.account(author)?.email ?? author}>`, '--fixed-strings'];
      const found = (await repo.git.git(['rev-list', '--max-count=1000', ...by, from]))
        .split('\n')
        .filter(Boolean);
      const page = pageOf(call, found, pageSize);
      return ok(await Promise.all(page.items.map(sha => commits.commit(repo, sha))), page.links);
    },
    'DELETE /repos/:owner/:repo/git/refs/:ref*': async call => {
      const { repo, by } = writable(world, call);
      const ref = `refs/${call.params.text('ref')}`;
      if (!(await repo.git.commitOf(ref))) throw new Refusal('invalid', 'Reference does not exist');
      if (repo.protectedBranches.has(ref.replace('refs/heads/', ''))) {
        throw new Refusal('invalid', 'Cannot delete this protected branch');
      }
      await repo.git.git(['update-ref', '-d', ref]);
      await noticePush(world, repo, by);
      return { status: 204 };
    },
  };
}

async function commitOf(repo: Repo, name: string): Promise<string> {
  const sha = await repo.git.commitOf(name);
  if (!sha) throw new Refusal('not-found');
  return sha;
}

function permission(world: World, shapes: GitHubShapes, call: Call): Answer {
  const repo = repoOf(world, call);
  const reader = signedIn(call);
  const account = world.account(call.params.text('login'));
  if (!account) throw new Refusal('not-found');
  if (!world.may(repo, reader, 'write')) {
    throw new Refusal('forbidden', 'Must have push access to view collaborator permission.');
  }
  const rights = world.rights(repo, account);
  const may = (wanted: 'read' | 'write' | 'admin') => world.may(repo, account, wanted);
  const permissions = {
    ...{ admin: may('admin'), maintain: may('admin'), push: may('write') },
    ...{ triage: may('write'), pull: may('read') },
  };
  return ok({
    permission: rights,
    role_name: rights,
    user: { ...shapes.user(account), permissions, role_name: rights },
  });
}
