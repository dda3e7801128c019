import { z } from 'zod';
import type { ForgeComment } from '../forge.ts';
import { discussionSchema, type Note, noteSchema } from './answers.ts';
import { type Lab, pages } from './lab.ts';

/** Where a merge request is: its project, and its number there. */
export interface At {
  readonly project: string;
  readonly number: number;
}

export async function comments(lab: Lab, at: At, signal: AbortSignal | undefined): Promise<ForgeComment[]> {
  const newest = await lab.ask(z.array(noteSchema), signal, api =>
    api.MergeRequestNotes.all(at.project, at.number, { sort: 'desc', orderBy: 'created_at', ...pages }),
  );
  const written = newest.filter(note => !note.system).reverse();
  return written.map(note => commentOf(lab, at, note));
}

/** In the discussion of another, where that is given and still there. */
export async function comment(
  lab: Lab,
  at: At,
  body: string,
  answerTo: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ForgeComment> {
  const discussion = answerTo && (await discussionOf(lab, at, answerTo, signal));
  const note = await lab.ask(noteSchema, signal, api =>
    discussion
      ? api.MergeRequestDiscussions.addNote(at.project, at.number, discussion, body)
      : api.MergeRequestNotes.create(at.project, at.number, body),
  );
  return commentOf(lab, at, note);
}

async function discussionOf(lab: Lab, at: At, answerTo: string, signal: AbortSignal | undefined) {
  const id = Number(/^comment-(\d{1,15})$/.exec(answerTo)?.[1]);
  const all = await lab.ask(z.array(discussionSchema), signal, api =>
    api.MergeRequestDiscussions.all(at.project, at.number, pages),
  );
  return all.find(({ notes }) => notes.some(note => note.id === id))?.id;
}

/** The accounts that tokens of projects and groups act as. */
const bots = /^(?:project|group)_\d+_bot/;

function commentOf(lab: Lab, { project, number }: At, note: Note): ForgeComment {
  const author = note.author?.username ?? '';
  const page = `${lab.pages}/${project.split('/').map(encodeURIComponent).join('/')}`;
  return {
    id: `comment-${note.id}`,
    author,
    byBot: bots.test(author),
    body: note.body,
    url: `${page}/-/merge_requests/${number}#note_${note.id}`,
    at: note.created_at,
    lines: linesOf(note),
  };
}

function linesOf({ position }: Note): ForgeComment['lines'] {
  if (!position) return undefined;
  const { new_path: path, new_line, line_range, head_sha } = position;
  const ends = [line_range?.start?.new_line ?? new_line, line_range?.end?.new_line ?? new_line];
  return { path, from: Math.min(...ends), to: Math.max(...ends), commit: head_sha ?? undefined };
}
