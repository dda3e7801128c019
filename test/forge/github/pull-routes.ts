import { type Call, type Routes, signedIn } from '../call.ts';
import { isMergeable, mergePull } from '../merge.ts';
import { type Account, type MergeStyle, type Pull, Refusal, type Repo } from '../model.ts';
import { ok, pageOf } from '../paging.ts';
import { askReviewers, changePull, closePull, labelPull, openPull, pullOf, reopenPull } from '../pulls.ts';
import type { World } from '../world.ts';
import { pageSize, repoOf, writable } from './repository-routes.ts';
import type { GitHubShapes } from './shapes.ts';

export function pullRoutes(world: World, shapes: GitHubShapes): Routes {
  const one = (call: Call) => {
    const repo = repoOf(world, call);
    return { repo, pull: pullOf(repo, call.params.number('number')) };
  };
  const shown = async ({ repo, pull }: { repo: Repo; pull: Pull }, call: Call) =>
    shapes.pull(repo, pull, call.account, pull.state === 'open' ? await isMergeable(repo, pull) : null);
  return {
    'GET /repos/:owner/:repo/pulls': call => {
      const repo = repoOf(world, call);
      const page = pageOf(call, listed(repo, call.query), pageSize);
      return ok(
        page.items.map(pull => shapes.pullItem(repo, pull, call.account)),
        page.links,
      );
    },
    'POST /repos/:owner/:repo/pulls': async call => {
      const repo = repoOf(world, call);
      const { body } = call;
      const head = body.text('head') ?? '';
      const from = source(world, repo, head);
      const base = body.text('base') ?? '';
      const wanted = { title: body.text('title') ?? '', body: body.text('body') ?? '', base, from };
      try {
        const pull = await openPull(world, repo, signedIn(call), {
          ...wanted,
          draft: body.flag('draft') ?? false,
        });
        // Whether it can be merged is not known yet.
        return { status: 201, body: shapes.pull(repo, pull, call.account, null) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const label = `${from.repo.owner.login}:${from.branch}`;
        if (error.reason === 'exists') throw new Refusal('exists', label);
        if (error.reason === 'no-commits') throw new Refusal('no-commits', `${base} and ${from.branch}`);
        throw error;
      }
    },
    'GET /repos/:owner/:repo/pulls/:number': async call => ok(await shown(one(call), call)),
    'PATCH /repos/:owner/:repo/pulls/:number': async call => {
      const { repo, pull } = one(call);
      const by = mayChange(world, repo, pull, call);
      const [title, body, base] = ['title', 'body', 'base'].map(name => call.body.text(name));
      await changePull(world, repo, pull, by, {
        ...(title !== undefined && { title }),
        ...(body !== undefined && { body }),
        ...(base !== undefined && { base }),
      });
      if (call.body.text('state') === 'closed') closePull(world, repo, pull, by);
      if (call.body.text('state') === 'open') reopenPull(world, repo, pull, by);
      return ok(await shown({ repo, pull }, call));
    },
    'PUT /repos/:owner/:repo/pulls/:number/merge': async call => {
      const { repo, by } = writable(world, call);
      const pull = pullOf(repo, call.params.number('number'));
      const how = (call.body.text('merge_method') ?? 'merge') as MergeStyle;
      const title = call.body.text('commit_title');
      const message = title && [title, call.body.text('commit_message')].filter(Boolean).join('\n\n');
      await mergePull(world, repo, pull, by, { how, head: call.body.text('sha'), message });
      return ok({ sha: pull.merged?.commit, merged: true, message: 'Pull Request successfully merged' });
    },
    'GET /repos/:owner/:repo/pulls/:number/merge': call => {
      if (!one(call).pull.merged) throw new Refusal('not-found');
      return { status: 204 };
    },
    'POST /repos/:owner/:repo/pulls/:number/requested_reviewers': call => {
      const { repo, by } = writable(world, call);
      const pull = pullOf(repo, call.params.number('number'));
      const people = call.body.texts('reviewers').map(login => {
        const account = world.account(login);
        if (!account) throw new Refusal('not-collaborator', login);
        return account;
      });
      if (call.body.list('team_reviewers').length > 0) throw new Refusal('not-collaborator');
      askReviewers(world, repo, pull, by, people);
      return { status: 201, body: shapes.pullItem(repo, pull, call.account) };
    },
    'POST /repos/:owner/:repo/issues/:number/labels': call => {
      const { repo, by } = writable(world, call);
      const pull = pullOf(repo, call.params.number('number'));
      labelPull(world, repo, pull, by, call.body.texts('labels'));
      return ok(pull.labels.map(({ name }) => shapes.label(repo, name)));
    },
    'GET /repos/:owner/:repo/commits/:sha/pulls': async call => {
      const repo = repoOf(world, call);
      const sha = call.params.text('sha');
      const holds = await Promise.all(
        repo.pulls.map(async pull => pull.merged?.commit === sha || (await isIn(repo, pull, sha))),
      );
      const page = pageOf(
        call,
        repo.pulls.filter((_, index) => holds[index]),
        pageSize,
      );
      return ok(
        page.items.map(pull => shapes.pullItem(repo, pull, call.account)),
        page.links,
      );
    },
  };
}

async function isIn({ git }: Repo, pull: Pull, commit: string): Promise<boolean> {
  return (await git.between(pull.baseCommit, pull.head)).includes(commit);
}

/** GitHub's order: the newest first; `head` is `owner:branch`, and without an owner it is not looked at. */
function listed(repo: Repo, query: URLSearchParams): Pull[] {
  const state = query.get('state') ?? 'open';
  const [owner, branch] = query.get('head')?.split(/:(.*)/s) ?? [];
  const base = query.get('base');
  const sort = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const direction = query.get('direction') ?? (query.has('sort') ? 'asc' : 'desc');
  const order = direction === 'asc' ? 1 : -1;
  return repo.pulls
    .filter(pull => state === 'all' || pull.state === state)
    .filter(pull => base === null || pull.base === base)
    .filter(
      ({ from }) =>
        branch === undefined ||
        (from.branch === branch && from.repo.owner.login.toLowerCase() === owner?.toLowerCase()),
    )
    .sort((a, b) => order * (a[sort].getTime() - b[sort].getTime() || a.number - b.number));
}

/** Where `branch` or `owner:branch` is. */
function source(world: World, repo: Repo, head: string): Pull['from'] {
  const [first = '', rest] = head.split(/:(.*)/s);
  if (rest === undefined) return { repo, branch: first };
  if (repo.owner.login.toLowerCase() === first.toLowerCase()) return { repo, branch: rest };
  const fork = world.repos.find(
    ({ parent, owner }) => parent === repo && owner.login.toLowerCase() === first.toLowerCase(),
  );
  if (!fork) throw new Refusal('unknown-branch', 'head');
  return { repo: fork, branch: rest };
}

/** Its author may change it, and whoever may write. */
function mayChange(world: World, repo: Repo, pull: Pull, call: Call): Account {
  const by = signedIn(call);
  if (by !== pull.author && !world.may(repo, by, 'write')) throw new Refusal('forbidden');
  return by;
}
