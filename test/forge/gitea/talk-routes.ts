import { type Call, type Routes, signedIn } from '../call.ts';
import { Refusal, type Review } from '../model.ts';
import { ok } from '../paging.ts';
import { pullOf } from '../pulls.ts';
import { addComment } from '../talk.ts';
import type { World } from '../world.ts';
import { list, repoOf } from './repository-routes.ts';
import { type GiteaShapes, linesOf } from './shapes.ts';

export function talkRoutes(world: World, shapes: GiteaShapes): Routes {
  const at = (call: Call) => {
    const repo = repoOf(world, call);
    return { repo, pull: pullOf(repo, call.params.number('number')) };
  };
  const reviews = (call: Call) =>
    at(call).pull.talk.filter((remark): remark is Review => remark.kind === 'review');
  return {
    // All of them at once: Gitea has no pages of these.
    'GET /repos/:owner/:repo/issues/:number/comments': call => {
      const { repo, pull } = at(call);
      const said = pull.talk.filter(({ kind }) => kind === 'comment');
      return ok(
        said.map(remark => shapes.comment(repo, pull, remark)),
        { 'x-total-count': String(said.length) },
      );
    },
    'POST /repos/:owner/:repo/issues/:number/comments': call => {
      const { repo, pull } = at(call);
      const body = call.body.text('body');
      if (!body) throw new Refusal('invalid', '[Body]: Required');
      return {
        status: 201,
        body: shapes.comment(repo, pull, addComment(world, repo, pull, signedIn(call), body)),
      };
    },
    'GET /repos/:owner/:repo/pulls/:number/reviews': call => {
      const { repo, pull } = at(call);
      return list(call, reviews(call), review => shapes.review(repo, pull, review));
    },
    'GET /repos/:owner/:repo/pulls/:number/reviews/:id/comments': call => {
      const { repo, pull } = at(call);
      const review = reviews(call).find(({ id }) => id === call.params.number('id'));
      if (!review) throw new Refusal('not-found');
      return ok(linesOf(pull, review).map(line => shapes.lineComment(repo, pull, line)));
    },
  };
}
