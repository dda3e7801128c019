import { z } from 'zod';
import { ForgeError } from '../forge-error.ts';
import { type GithubClient, until } from './client.ts';

interface Asked {
  readonly reviewers: readonly string[];
  readonly team_reviewers: readonly string[];
}

const mostPeople = 20;
const loginForm = /^[a-z\d][\w-]{0,99}$/i;
const authorsSchema = z.array(z.object({ author: z.object({ login: z.string() }).nullish() }));
const usersSchema = z.object({ items: z.array(z.object({ login: z.string() })) });

/** Asks people to review; one of whom GitHub will not hear of keeps nobody else from being asked. Answers those that were not. */
export async function askReviewers(
  client: GithubClient,
  number: number,
  people: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const wanted = [...new Set(people)];
  const found: { person: string; asked: Asked }[] = [];
  const left: string[] = wanted.slice(mostPeople);
  for (const person of wanted.slice(0, mostPeople)) {
    const asked = await reviewerFor(client, person, signal);
    if (asked === undefined) left.push(person);
    else found.push({ person, asked });
  }
  if (
    found.length === 0 ||
    (await request(
      client,
      number,
      found.map(({ asked }) => asked),
      signal,
    ))
  )
    return left;
  if (found.length === 1) return [...left, ...found.map(({ person }) => person)];
  for (const { person, asked } of found)
    if (!(await request(client, number, [asked], signal))) left.push(person);
  return left;
}

/** False where GitHub refuses one of them: who is no collaborator, or wrote it. */
async function request(
  client: GithubClient,
  number: number,
  all: readonly Asked[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { rest, place } = client;
  const call = rest.pulls.requestReviewers({
    ...place,
    pull_number: number,
    reviewers: all.flatMap(({ reviewers }) => reviewers),
    team_reviewers: all.flatMap(({ team_reviewers }) => team_reviewers),
    request: until(signal),
  });
  try {
    await client.done(call);
    return true;
  } catch (error) {
    if (ForgeError.is(error, 'invalid', 'not-found')) return false;
    throw error;
  }
}

async function reviewerFor(
  client: GithubClient,
  person: string,
  signal: AbortSignal | undefined,
): Promise<Asked | undefined> {
  const name = person.trim().replace(/^@/, '');
  const [organisation, team, ...more] = name.split('/');
  if (team !== undefined) {
    // Only teams of its own organisation can be asked.
    const isOurs = organisation?.toLowerCase() === client.place.owner && more.length === 0;
    return isOurs && loginForm.test(team) ? { reviewers: [], team_reviewers: [team] } : undefined;
  }
  const login = name.includes('@') ? await loginOf(client, name, signal) : name;
  return login !== undefined && loginForm.test(login)
    ? { reviewers: [login], team_reviewers: [] }
    : undefined;
}

/** Whose mail address it is, as far as GitHub tells: from their commits here, or from what they show of themselves. */
async function loginOf(
  client: GithubClient,
  mail: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const [, hidden] = /^(?:\d+\+)?([\w-]+)@users\.noreply\./i.exec(mail) ?? [];
  if (hidden !== undefined) return hidden;
  if (!/^[^\s"@]{1,100}@[^\s"@]{1,200}$/.test(mail)) return undefined;
  const { rest, place } = client;
  const request = until(signal);
  const commits = rest.repos.listCommits({ ...place, author: mail, per_page: 1, request });
  const [commit] = (await quietly(client.read(authorsSchema, commits))) ?? [];
  if (commit?.author) return commit.author.login;
  const users = rest.search.users({ q: `${mail} in:email`, per_page: 2, request });
  const { items } = (await quietly(client.read(usersSchema, users))) ?? { items: [] };
  return items.length === 1 ? items[0]?.login : undefined;
}

/** Whom a forge would not tell about is not asked; that is no reason to stop. */
async function quietly<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (ForgeError.is(error, 'forbidden', 'not-found', 'invalid', 'conflict', 'rate-limited'))
      return undefined;
    throw error;
  }
}
