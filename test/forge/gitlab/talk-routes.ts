import { type Routes, signedIn } from '../call.ts';
import { Refusal } from '../model.ts';
import { addComment, addLineComment } from '../talk.ts';
import type { World } from '../world.ts';
import { list } from './project-routes.ts';
import { requestOf } from './request-routes.ts';
import type { GitLabShapes } from './shapes.ts';
import { discussionId, TalkShapes } from './talk-shapes.ts';

/** Notes, and the discussions that they stand in. */
export function talkRoutes(world: World, shapes: GitLabShapes): Routes {
  const talk = new TalkShapes(shapes);
  const one = '/projects/:project/merge_requests/:iid';
  return {
    [`GET ${one}/notes`]: call => {
      const { repo, pull } = requestOf(world, call);
      const notes = talk.notes(repo, pull);
      return list(call, call.query.get('sort') === 'asc' ? notes : notes.toReversed(), note => note);
    },
    [`POST ${one}/notes`]: call => {
      const { repo, pull } = requestOf(world, call);
      const body = call.body.text('body');
      if (!body) return { status: 400, body: { error: 'body is missing' } };
      const remark = addComment(world, repo, pull, signedIn(call), body);
      return { status: 201, body: talk.note(repo, pull, remark) };
    },
    [`GET ${one}/discussions`]: call => {
      const { repo, pull } = requestOf(world, call);
      return list(call, talk.discussions(repo, pull), discussion => discussion);
    },
    [`POST ${one}/discussions/:discussion/notes`]: call => {
      const { repo, pull } = requestOf(world, call);
      const by = signedIn(call);
      const id = call.params.text('discussion');
      const first = pull.talk.find(remark => remark.body !== '' && discussionId(remark.id) === id);
      if (!first) throw new Refusal('not-found', 'Discussion Not Found');
      const body = call.body.text('body') ?? '';
      const remark =
        first.kind === 'line'
          ? addLineComment(world, repo, pull, by, body, { answerTo: first.id })
          : addComment(world, repo, pull, by, body, first.id);
      return { status: 201, body: talk.note(repo, pull, remark) };
    },
  };
}
