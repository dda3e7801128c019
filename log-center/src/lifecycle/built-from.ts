import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { ReleaseRow } from '../store/releases.ts';

/** What was announced of a release, as far as it is about one repository. */
export interface BuiltFrom {
  /** What it was built from. */
  readonly head: string | undefined;
  /** All commits that it was said to have in it. */
  readonly commits: readonly string[];
  /** Whether one of them takes another one back. */
  readonly reverts: boolean;
}

interface Named {
  readonly commit: string;
  readonly repository?: string;
  readonly message?: string;
}

/** What a release was announced to be made of, in the repository of a pull request. */
export function builtFrom(
  row: Pick<ReleaseRow, 'commits' | 'refs'> | undefined,
  { repository }: Pick<FollowedPullRequest, 'repository'>,
): BuiltFrom {
  const refs = ours(read(row?.refs, 'commit'), repository);
  const listed = ours(read(row?.commits, 'id'), repository);
  return {
    head: refs[0]?.commit ?? listed[0]?.commit,
    commits: [...refs, ...listed].map(({ commit }) => commit),
    reverts: listed.some(({ message }) => /\breverts? commit\b/i.test(message ?? '')),
  };
}

/** Clients name a repository as they like; where all that is named is one, it is ours. */
function ours(named: readonly Named[], repository: string): readonly Named[] {
  const names = new Set(named.map(each => each.repository));
  if (names.size < 2) return named;
  return named.filter(each => each.repository === undefined || namesRepository(each.repository, repository));
}

/** Whether a name or an address, as `acme/shop` or `git@host:acme/shop.git`, is of this repository. */
export function namesRepository(name: string, repository: string): boolean {
  const plain = (text: string) =>
    text
      .slice(0, 1000)
      .toLowerCase()
      .replaceAll(/\s/g, '')
      .replace(/(?:\.git)?\/?$/, '');
  const [given, own] = [plain(name), plain(repository)];
  return given === own || given.endsWith(`/${own}`) || given.endsWith(`:${own}`);
}

/** Whether two names, which may be shortened, are of one commit. */
export function isSameCommit(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));
}

function read(json: string | null | undefined, key: 'commit' | 'id'): Named[] {
  const rows = json ? (JSON.parse(json) as Readonly<Record<string, unknown>>[]) : [];
  return rows.flatMap(row => {
    const { [key]: commit, repository, message } = row;
    if (typeof commit !== 'string' || !/^[0-9a-f]{7,64}$/.test(commit)) return [];
    return [
      {
        commit,
        ...(typeof repository === 'string' && repository !== '' && { repository }),
        ...(typeof message === 'string' && { message: message.slice(0, 5000) }),
      },
    ];
  });
}
