import { basename } from 'node:path';
import { type Call, type Routes, signedIn } from '../call.ts';
import { type LineComment, type Pull, Refusal, type Remark, type Repo, type Review } from '../model.ts';
import { ok, pageOf } from '../paging.ts';
import { pullOf } from '../pulls.ts';
import { addComment, addLineComment } from '../talk.ts';
import { pathOf, type World } from '../world.ts';
import { CommitShapes } from './commit-shapes.ts';
import { pageSize, repoOf } from './repository-routes.ts';
import type { GitHubShapes } from './shapes.ts';

/** Comments, reviews and checks. */
export function talkRoutes(world: World, shapes: GitHubShapes): Routes {
  const commits = new CommitShapes(shapes);
  const list = <T extends Remark>(
    call: Call,
    is: (remark: Remark) => remark is T,
    shape: (repo: Repo, pull: Pull, remark: T) => object,
  ) => {
    const repo = repoOf(world, call);
    const pull = pullOf(repo, call.params.number('number'));
    const since = call.query.get('since');
    const wanted = pull.talk.filter(is).filter(({ at }) => since === null || at >= new Date(since));
    if (call.query.get('direction') === 'desc') wanted.reverse();
    const page = pageOf(call, wanted, pageSize);
    return ok(
      page.items.map(remark => shape(repo, pull, remark)),
      page.links,
    );
  };
  return {
    'GET /repos/:owner/:repo/issues/:number/comments': call =>
      list(
        call,
        (remark): remark is Remark => remark.kind === 'comment',
        (...about) => shapes.comment(...about),
      ),
    'POST /repos/:owner/:repo/issues/:number/comments': call => {
      const repo = repoOf(world, call);
      const pull = pullOf(repo, call.params.number('number'));
      const remark = addComment(world, repo, pull, signedIn(call), call.body.text('body') ?? '');
      return { status: 201, body: shapes.comment(repo, pull, remark) };
    },
    'GET /repos/:owner/:repo/pulls/:number/reviews': call =>
      list(
        call,
        (remark): remark is Review => remark.kind === 'review',
        (...about) => shapes.review(...about),
      ),
    'GET /repos/:owner/:repo/pulls/:number/comments': call =>
      list(
        call,
        (remark): remark is LineComment => remark.kind === 'line',
        (...about) => shapes.lineComment(...about),
      ),
    'GET /repos/:owner/:repo/pulls/comments/:id': call => {
      const repo = repoOf(world, call);
      for (const pull of repo.pulls) {
        const line = pull.talk.find(({ kind, id }) => kind === 'line' && id === call.params.number('id'));
        if (line?.kind === 'line') return ok(shapes.lineComment(repo, pull, line));
      }
      throw new Refusal('not-found');
    },
    'POST /repos/:owner/:repo/pulls/:number/comments/:comment/replies': call => {
      const repo = repoOf(world, call);
      const pull = pullOf(repo, call.params.number('number'));
      const where = { answerTo: call.params.number('comment') };
      const line = addLineComment(world, repo, pull, signedIn(call), call.body.text('body') ?? '', where);
      return { status: 201, body: shapes.lineComment(repo, pull, line) };
    },
    'GET /repos/:owner/:repo/commits/:ref/check-runs': async call => {
      const repo = repoOf(world, call);
      const checks = await checksOf(repo, call, 'run');
      const page = pageOf(call, checks, pageSize);
      return ok(
        { total_count: checks.length, check_runs: page.items.map(check => commits.checkRun(repo, check)) },
        page.links,
      );
    },
    'GET /repos/:owner/:repo/commits/:ref/status': async call => {
      const repo = repoOf(world, call);
      const checks = await checksOf(repo, call, 'status');
      const page = pageOf(call, checks, pageSize);
      const failed = checks.some(({ state }) => state === 'failed');
      const passed = checks.length > 0 && checks.every(({ state }) => state === 'passed');
      const sha = await commitOf(repo, call);
      const url = `${shapes.api}/repos/${pathOf(repo)}/commits/${sha}`;
      return ok(
        {
          ...{ state: failed ? 'failure' : passed ? 'success' : 'pending', sha, total_count: checks.length },
          ...{ statuses: page.items.map(check => commits.status(repo, check)) },
          ...{ repository: shapes.repo(repo, call.account), commit_url: url, url: `${url}/status` },
        },
        page.links,
      );
    },
    'GET /repos/:owner/:repo/check-runs/:id': call => {
      const repo = repoOf(world, call);
      return ok(commits.checkRun(repo, runOf(repo, call)));
    },
    'GET /repos/:owner/:repo/check-runs/:id/annotations': call => {
      runOf(repoOf(world, call), call);
      return ok([]);
    },
    'GET /repos/:owner/:repo/actions/jobs/:id/logs': call => {
      const repo = repoOf(world, call);
      const { id } = runOf(repo, call);
      signedIn(call);
      // Logs lie elsewhere, at an address that needs no token.
      return { status: 302, headers: { location: `${shapes.origin}/_logs/${repo.id}/${id}.txt` } };
    },
  };
}

/** The log that an address without a token is for. */
export function logAt(world: World, path: string): string | undefined {
  const [, , repo, file = ''] = path.split('/');
  const id = Number.parseInt(basename(file, '.txt'), 10);
  return world.repos.find(known => String(known.id) === repo)?.checks.find(check => check.id === id)?.log;
}

async function commitOf(repo: Repo, call: Call): Promise<string> {
  const sha = await repo.git.commitOf(call.params.text('ref'));
  if (!sha) throw new Refusal('invalid', `No commit found for SHA: ${call.params.text('ref')}`);
  return sha;
}

async function checksOf(repo: Repo, call: Call, form: 'run' | 'status') {
  const commit = await commitOf(repo, call);
  return repo.checks.filter(check => check.commit === commit && check.form === form);
}

function runOf(repo: Repo, call: Call) {
  const check = repo.checks.find(({ id, form }) => form === 'run' && id === call.params.number('id'));
  if (!check) throw new Refusal('not-found');
  return check;
}
