import { t } from '@vscode/l10n';
import { z } from 'zod';
import { ForgeError } from '../forge-error.ts';
import { labelSchema, permissionSchema, repositorySchema, userSchema } from './answers.ts';
import type { Hub } from './hub.ts';

type Signal = AbortSignal | undefined;

/** Each by a question of its own, since one whom it does not accept would keep all others out. */
export async function requestReviewers(
  hub: Hub,
  number: number,
  people: readonly string[],
  signal: Signal,
): Promise<string[]> {
  const left: string[] = [];
  for (const who of people) {
    const body = await reviewerOf(hub, who, signal);
    if (!body || !(await isAsked(hub, number, body, signal))) left.push(who);
  }
  return left;
}

async function isAsked(hub: Hub, number: number, body: object, signal: Signal): Promise<boolean> {
  try {
    const question = { method: 'POST', body, signal } as const;
    await hub.connection.ask(hub.path(`pulls/${number}/requested_reviewers`), question);
    return true;
  } catch (error) {
    if (ForgeError.is(error, 'not-found', 'invalid', 'forbidden', 'conflict')) return false;
    throw error;
  }
}

async function reviewerOf(hub: Hub, who: string, signal: Signal): Promise<object | undefined> {
  const [, first, team] = /^@?([^\s/@]{1,255})(?:\/([^\s/@]{1,255}))?$/.exec(who) ?? [];
  if (first !== undefined && team !== undefined) {
    return first.toLowerCase() === hub.owner.toLowerCase() ? { team_reviewers: [team] } : undefined;
  }
  if (first !== undefined) return { reviewers: [first] };
  const login = await loginOf(hub, who, signal);
  return login === undefined ? undefined : { reviewers: [login] };
}

async function loginOf(hub: Hub, mail: string, signal: Signal): Promise<string | undefined> {
  const found = await hub.connection.seek('users/search', z.object({ data: z.array(userSchema) }), {
    query: { q: mail, limit: 10 },
    signal,
  });
  return found?.data.find(({ email }) => email.toLowerCase() === mail.toLowerCase())?.login;
}

const loginForm = /^\w[\w.-]{0,254}$/;

/** Gitea tells what another may only to those who administer the repository. */
export async function mayPush(hub: Hub, login: string, signal: Signal): Promise<boolean> {
  if (!loginForm.test(login)) return false;
  const [account, repository] = await Promise.all([
    hub.connection.read('user', userSchema, { signal }),
    hub.read('', repositorySchema, { signal }),
  ]);
  if (isSame(login, repository.owner.login)) return true;
  if (isSame(login, account.login)) return repository.permissions?.push ?? false;
  try {
    const path = `collaborators/${encodeURIComponent(login)}/permission`;
    const { permission } = await hub.read(path, permissionSchema, { signal });
    return ['write', 'admin', 'owner'].includes(permission);
  } catch (error) {
    if (ForgeError.is(error, 'not-found')) return false;
    if (!ForgeError.is(error, 'forbidden')) throw error;
    const message = t(
      '{0} tells who may push to {1} only to its administrators, of which {2} is none.',
      hub.connection.host,
      repository.full_name,
      account.login,
    );
    throw new ForgeError('forbidden', message, { cause: error });
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const colour = '#5319e7';

/** By their numbers, which every version takes. */
export async function label(
  hub: Hub,
  number: number,
  names: readonly string[],
  signal: Signal,
): Promise<void> {
  if (names.length === 0) return;
  const own = await hub.all(hub.path('labels'), labelSchema, { signal });
  const shared = await hub.connection.seek(
    `orgs/${encodeURIComponent(hub.owner)}/labels`,
    z.array(labelSchema),
    { query: { limit: 50 }, signal },
  );
  const known = new Map([...(shared ?? []), ...own].map(({ id, name }) => [name, id]));
  const labels: number[] = [];
  for (const name of new Set(names)) {
    const id = known.get(name) ?? (await make(hub, name, signal));
    if (id !== undefined) labels.push(id);
  }
  if (labels.length === 0) return;
  const question = { method: 'POST', body: { labels }, signal } as const;
  await hub.connection.ask(hub.path(`issues/${number}/labels`), question);
}

/** Nothing where this account may not. */
async function make(hub: Hub, name: string, signal: Signal): Promise<number | undefined> {
  const question = { method: 'POST', body: { name, color: colour }, signal } as const;
  return (await hub.seek('labels', labelSchema, question))?.id;
}
