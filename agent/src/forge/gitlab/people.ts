import { z } from 'zod';
import { memberSchema, mergeRequestSchema, userSchema } from './answers.ts';
import type { Lab } from './lab.ts';
import type { At } from './notes.ts';

const developer = 30;

/** Groups cannot be asked, and where only one reviewer may be, GitLab keeps the first: whoever is not there afterwards was not asked. */
export async function requestReviewers(
  lab: Lab,
  at: At,
  people: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const found = await Promise.all(people.map(async who => ({ who, user: await userOf(lab, who, signal) })));
  const wanted = found.flatMap(({ user }) => (user ? [user.id] : []));
  if (wanted.length === 0) return [...people];
  const now = await lab.ask(mergeRequestSchema, signal, api => api.MergeRequests.show(at.project, at.number));
  const reviewerIds = [...new Set([...(now.reviewers ?? []).map(({ id }) => id), ...wanted])];
  const { reviewers } = await lab.ask(mergeRequestSchema, signal, api =>
    api.MergeRequests.edit(at.project, at.number, { reviewerIds }),
  );
  const asked = new Set((reviewers ?? []).map(({ id }) => id));
  return found.flatMap(({ who, user }) => (user && asked.has(user.id) ? [] : [who]));
}

export async function mayPush(
  lab: Lab,
  project: string,
  login: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const user = await userOf(lab, `@${login}`, signal);
  return user !== undefined && (await accessOf(lab, project, user.id, signal)) >= developer;
}

/** Also through groups. */
export async function accessOf(
  lab: Lab,
  project: string,
  user: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const member = await lab.seek(memberSchema, signal, api =>
    api.ProjectMembers.show(project, user, { includeInherited: true }),
  );
  const isActive = [member?.state, member?.membership_state].every(state => (state ?? 'active') === 'active');
  return member && isActive ? member.access_level : 0;
}

async function userOf(lab: Lab, who: string, signal: AbortSignal | undefined) {
  const name = /^@?([^\s/@]{1,255})$/.exec(who)?.[1];
  const isMail = /^[^\s@]{1,100}@[^\s@]{1,200}$/.test(who);
  if (name === undefined && !isMail) return undefined;
  const users = await lab.seek(z.array(userSchema), signal, api =>
    api.Users.all({
      ...(name === undefined ? { search: who } : { username: name }),
      perPage: 20,
      maxPages: 1,
    }),
  );
  if (name === undefined) return users?.length === 1 ? users[0] : undefined;
  return users?.find(({ username }) => username.toLowerCase() === name.toLowerCase());
}
