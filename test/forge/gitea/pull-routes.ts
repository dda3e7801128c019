import { type Call, type Routes, signedIn } from '../call.ts';
import { isMergeable, mergePull } from '../merge.ts';
import { type Account, type MergeStyle, type Pull, Refusal, type Repo } from '../model.ts';
import { ok } from '../paging.ts';
import { askReviewers, changePull, closePull, labelPull, openPull, pullOf, reopenPull } from '../pulls.ts';
import type { World } from '../world.ts';
import { list, repoOf } from './repository-routes.ts';
import type { GiteaShapes } from './shapes.ts';

const styles: Readonly<Record<string, MergeStyle>> = {
  ...{ merge: 'merge', squash: 'squash', rebase: 'rebase', 'fast-forward-only': 'rebase' },
};

/** What the title says makes a draft. */
function isDraft(title: string): boolean {
  return /^(?:wip:|\[wip\])/i.test(title);
}

export function pullRoutes(world: World, shapes: GiteaShapes): Routes {
  const at = (call: Call) => {
    const repo = repoOf(world, call);
    return { repo, pull: pullOf(repo, call.params.number('number')) };
  };
  const shown = async (repo: Repo, pull: Pull, call: Call) =>
    shapes.pull(
      repo,
      pull,
      call.account,
      pull.state === 'open' && !pull.draft && (await isMergeable(repo, pull)),
    );
  const all = '/repos/:owner/:repo/pulls';
  return {
    [`GET ${all}`]: call => {
      const repo = repoOf(world, call);
      return list(call, listed(repo, call.query), pull =>
        shapes.pull(repo, pull, call.account, pull.state === 'open'),
      );
    },
    [`POST ${all}`]: async call => {
      const repo = repoOf(world, call);
      const { body } = call;
      const title = body.text('title') ?? '';
      if (title.trim() === '') throw new Refusal('invalid', '[Title]: Required');
      const from = source(world, repo, body.text('head') ?? '');
      const pull = await openPull(world, repo, signedIn(call), {
        title,
        body: body.text('body') ?? '',
        base: body.text('base') ?? '',
        from,
        draft: isDraft(title),
      });
      return { status: 201, body: await shown(repo, pull, call) };
    },
    [`GET ${all}/:number`]: async call => {
      const { repo, pull } = at(call);
      return ok(await shown(repo, pull, call));
    },
    [`PATCH ${all}/:number`]: async call => {
      const { repo, pull } = at(call);
      const by = mayChange(world, repo, pull, call);
      const [title, body, base, state] = ['title', 'body', 'base', 'state'].map(name => call.body.text(name));
      if (state === 'open' && pull.merged)
        return {
          status: 412,
          body: { message: 'cannot change state of this pull request, it was already merged' },
        };
      await changePull(world, repo, pull, by, {
        ...(title !== undefined && { title, draft: isDraft(title) }),
        ...(body !== undefined && { body }),
        ...(base !== undefined && { base }),
      });
      if (state === 'closed') closePull(world, repo, pull, by);
      if (state === 'open') reopenPull(world, repo, pull, by);
      return { status: 201, body: await shown(repo, pull, call) };
    },
    [`POST ${all}/:number/merge`]: async call => {
      const { repo, pull } = at(call);
      const by = signedIn(call);
      if (!world.may(repo, by, 'write')) {
        return { status: 405, body: { message: 'User not allowed to merge PR' } };
      }
      const asked = call.body.text('Do') ?? '';
      const how = styles[asked];
      if (!how) throw new Refusal('invalid', '[Do]: Required');
      if (pull.draft) return { status: 405, body: { message: 'Work in progress PRs cannot be merged' } };
      const base = await repo.git.commitOf(`refs/heads/${pull.base}`);
      if (asked === 'fast-forward-only' && base && !(await repo.git.contains(pull.head, base))) {
        return { status: 409, body: { message: 'Merge conflict' } };
      }
      const message = [call.body.text('MergeTitleField'), call.body.text('MergeMessageField')].filter(
        Boolean,
      );
      const head = call.body.text('head_commit_id');
      await mergePull(world, repo, pull, by, {
        how,
        head,
        ...(message.length > 0 && { message: message.join('\n\n') }),
      });
      return { status: 200 };
    },
    [`POST ${all}/:number/requested_reviewers`]: call => {
      const { repo, pull } = at(call);
      const by = mayChange(world, repo, pull, call);
      if (call.body.list('team_reviewers').length > 0) throw new Refusal('not-found');
      const people = call.body.texts('reviewers').map(login => {
        const account = world.account(login);
        if (!account) throw new Refusal('not-found');
        return account;
      });
      askReviewers(world, repo, pull, by, people);
      return { status: 201, body: [] };
    },
    'POST /repos/:owner/:repo/issues/:number/labels': call => {
      const { repo, pull } = at(call);
      const by = world.demand(repo, call.account, 'write');
      const wanted = call.body.list('labels');
      const found = repo.labels.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
      labelPull(
        world,
        repo,
        pull,
        by,
        found.map(({ name }) => name),
      );
      return ok(pull.labels.map(({ name }) => shapes.label(repo, name)));
    },
  };
}

/** Where `branch` or `owner:branch` is. */
function source(world: World, repo: Repo, head: string): Pull['from'] {
  const [first = '', rest] = head.split(/:(.*)/s);
  if (rest === undefined) return { repo, branch: first };
  const isOf = ({ owner }: Repo) => owner.login.toLowerCase() === first.toLowerCase();
  const found = isOf(repo) ? repo : world.repos.find(other => other.parent === repo && isOf(other));
  if (!found) throw new Refusal('not-found');
  return { repo: found, branch: rest };
}

function mayChange(world: World, repo: Repo, pull: Pull, call: Call): Account {
  const by = signedIn(call);
  if (by !== pull.author && !world.may(repo, by, 'write')) throw new Refusal('forbidden');
  return by;
}

function listed(repo: Repo, query: URLSearchParams): Pull[] {
  const state = query.get('state') ?? 'open';
  const key = query.get('sort') === 'recentupdate' ? 'updatedAt' : 'createdAt';
  return repo.pulls
    .filter(pull => state === 'all' || pull.state === state)
    .sort((a, b) => b[key].getTime() - a[key].getTime() || b.number - a.number);
}
