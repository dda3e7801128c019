import { type Call, type Routes, signedIn } from '../call.ts';
import { mergePull, rebasePull } from '../merge.ts';
import { type Account, type Pull, Refusal, type Repo } from '../model.ts';
import { ok } from '../paging.ts';
import { askReviewers, changePull, closePull, labelPull, openPull, pullOf, reopenPull } from '../pulls.ts';
import type { World } from '../world.ts';
import { list, projectOf } from './project-routes.ts';
import { type GitLabShapes, isForwardOnly, reviewersOf } from './shapes.ts';
import { TalkShapes } from './talk-shapes.ts';

export function requestOf(world: World, call: Call): { repo: Repo; pull: Pull } {
  const repo = projectOf(world, call);
  return { repo, pull: pullOf(repo, call.params.number('iid')) };
}

/** What the title says makes a draft. */
function isDraft(title: string): boolean {
  return /^(?:draft:|\[draft\]|\(draft\))/i.test(title);
}

export function requestRoutes(world: World, shapes: GitLabShapes): Routes {
  const one = '/projects/:project/merge_requests/:iid';
  return {
    'GET /projects/:project/merge_requests': call => {
      const repo = projectOf(world, call);
      return list(call, listed(repo, call.query), pull => shapes.request(repo, pull));
    },
    'POST /projects/:project/merge_requests': async call => {
      const source = projectOf(world, call);
      const by = world.demand(source, call.account, 'write');
      const { body } = call;
      const target = body.number('target_project_id');
      const repo = world.repos.find(({ id }) => id === (target ?? source.id));
      if (!repo || !world.may(repo, by, 'read')) throw new Refusal('not-found', 'Project Not Found');
      const title = body.text('title') ?? '';
      const missing = ['source_branch', 'target_branch', 'title'].filter(name => !body.text(name));
      if (missing.length > 0) {
        return { status: 400, body: { error: missing.map(name => `${name} is missing`).join(', ') } };
      }
      const pull = await openPull(world, repo, by, {
        ...{ title, body: body.text('description') ?? '', base: body.text('target_branch') ?? '' },
        ...{ from: { repo: source, branch: body.text('source_branch') ?? '' }, draft: isDraft(title) },
      });
      return {
        status: 201,
        body: { ...(await shapes.whole(repo, pull, by)), detailed_merge_status: 'preparing' },
      };
    },
    [`GET ${one}`]: async call => {
      const { repo, pull } = requestOf(world, call);
      return ok(await shapes.whole(repo, pull, call.account));
    },
    [`PUT ${one}`]: async call => {
      const { repo, pull } = requestOf(world, call);
      await change(world, repo, pull, mayChange(world, repo, pull, call), call);
      return ok(await shapes.whole(repo, pull, call.account));
    },
    [`PUT ${one}/merge`]: async call => {
      const { repo, pull } = requestOf(world, call);
      const by = signedIn(call);
      // Its way to say that this account may not.
      if (!world.may(repo, by, 'write')) throw new Refusal('unauthorized');
      if (pull.state !== 'open' || pull.draft) throw new Refusal('style-not-allowed');
      const base = await repo.git.commitOf(`refs/heads/${pull.base}`);
      const squash = call.body.flag('squash') ?? false;
      if (isForwardOnly(repo) && base && !(await repo.git.contains(pull.head, base))) {
        throw new Refusal('not-mergeable');
      }
      const how = squash ? 'squash' : isForwardOnly(repo) ? 'rebase' : 'merge';
      const message = call.body.text(squash ? 'squash_commit_message' : 'merge_commit_message');
      await mergePull(world, repo, pull, by, { how, head: call.body.text('sha'), message });
      return ok(await shapes.whole(repo, pull, by));
    },
    [`PUT ${one}/rebase`]: async call => {
      const { repo, pull } = requestOf(world, call);
      const by = world.demand(pull.from.repo, call.account, 'write');
      await rebasePull(world, repo, pull, by);
      return { status: 202, body: { rebase_in_progress: true } };
    },
    [`GET ${one}/approvals`]: call => {
      const { repo, pull } = requestOf(world, call);
      return ok(new TalkShapes(shapes).approvals(repo, pull));
    },
    [`GET ${one}/reviewers`]: call => {
      const { pull } = requestOf(world, call);
      return ok(
        reviewersOf(pull).map(({ person, state }) => ({
          ...{ user: shapes.user(person), state, created_at: pull.createdAt.toISOString() },
        })),
      );
    },
  };
}

async function change(world: World, repo: Repo, pull: Pull, by: Account, { body }: Call): Promise<void> {
  const [title, description, base] = ['title', 'description', 'target_branch'].map(name => body.text(name));
  await changePull(world, repo, pull, by, {
    ...(title !== undefined && { title, draft: isDraft(title) }),
    ...(description !== undefined && { body: description }),
    ...(base !== undefined && { base }),
  });
  const labels = body.text('add_labels')?.split(',') ?? body.texts('add_labels');
  if (labels.length > 0) labelPull(world, repo, pull, by, labels.map(label => label.trim()).filter(Boolean));
  if (body.has('reviewer_ids')) {
    const ids = body.list('reviewer_ids').map(Number);
    const people = world.accounts.filter(({ id }) => ids.includes(id));
    const able = people.filter(person => person !== pull.author && world.may(repo, person, 'read'));
    askReviewers(world, repo, pull, by, able);
  }
  if (body.text('state_event') === 'close') closePull(world, repo, pull, by);
  if (body.text('state_event') === 'reopen') reopenPull(world, repo, pull, by);
}

/** Its author may change it, and whoever may write. */
function mayChange(world: World, repo: Repo, pull: Pull, call: Call): Account {
  const by = signedIn(call);
  if (by !== pull.author && !world.may(repo, by, 'write')) throw new Refusal('forbidden');
  return by;
}

function listed(repo: Repo, query: URLSearchParams): Pull[] {
  const state = query.get('state') ?? 'all';
  const [source, target] = ['source_branch', 'target_branch'].map(name => query.get(name));
  const key = query.get('order_by') === 'updated_at' ? 'updatedAt' : 'createdAt';
  const order = query.get('sort') === 'asc' ? 1 : -1;
  const stateOf = (pull: Pull) => (pull.merged ? 'merged' : pull.state === 'open' ? 'opened' : 'closed');
  return repo.pulls
    .filter(pull => state === 'all' || stateOf(pull) === state)
    .filter(({ from, base }) => (!source || from.branch === source) && (!target || base === target))
    .sort((a, b) => order * (a[key].getTime() - b[key].getTime() || a.number - b.number));
}
