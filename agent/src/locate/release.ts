import { t } from '@vscode/l10n';
import { walkHistory } from '../git/history-walk.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { likelyTags, matchingTags, objectNames } from './release-names.ts';
import { versionRange } from './release-version.ts';

/** The commit of a release, and how it was found. */
export interface FoundRelease {
  readonly name: string | undefined;
  /** Nothing when this repository knows no commit of it. */
  readonly commit: string | undefined;
  /** In words. */
  readonly how: string;
  /** Where the commit is not known: the newest one that can have been in it, as the event happened then. */
  readonly bound: string | undefined;
}

export interface ReleaseQuestion {
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  /** As a client named it: hostile text. */
  readonly release: string | undefined;
  /** When the event happened, ISO 8601. */
  readonly at?: string | undefined;
  /** Commits of which a log center was told that the release is made of them. Hostile, too. */
  readonly announced?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const answers = new WeakMap<Repository, Map<string, FoundRelease>>();
const mostAnswers = 200;
const milliseconds = 700;

/**
 * The commit that an event's release was made of: named by it, announced to the log center, by a tag, or by the version
 * that a manifest had. What was found for a HEAD is remembered; what was not may be there later, as when tags are
 * fetched. Throws `GitError`.
 */
export async function findRelease(question: ReleaseQuestion): Promise<FoundRelease> {
  const { repository, tree, release, at, announced } = question;
  const known = answers.get(repository) ?? new Map<string, FoundRelease>();
  answers.set(repository, known);
  const key = JSON.stringify([tree.commit, release?.slice(0, 300), at, announced]);
  const answer = known.get(key) ?? (await find(question));
  if (known.size >= mostAnswers) known.clear();
  if (answer.commit !== undefined) known.set(key, answer);
  return answer;
}

async function find(question: ReleaseQuestion): Promise<FoundRelease> {
  const { repository, tree, at, signal } = question;
  const name = question.release?.trim().slice(0, 250);
  const found = (commit: string, how: string): FoundRelease => ({ name, commit, how, bound: undefined });
  const told = (question.announced ?? []).filter(each => /^[0-9a-f]{7,64}$/.test(each));
  const named = readable(name) ? objectNames(name) : [];
  const tags = readable(name) ? likelyTags(name) : [];
  const asked = [...named.filter(each => /[a-f]/.test(each)), ...told, ...tags, ...named];
  const commits = asked.length === 0 ? [] : await repository.resolveAll(asked, signal);
  for (const [index, commit] of commits.entries()) {
    const revision = asked[index] ?? '';
    if (commit === undefined) continue;
    if (revision.startsWith('refs/tags/'))
      return found(commit, t('tag {0}', revision.slice('refs/tags/'.length)));
    if (named.includes(revision)) return found(commit, t('the release is named after its commit'));
    return found(commit, t('the log center was told of its commit'));
  }
  if (readable(name)) {
    const tagged = await byAnyTag(repository, name, signal);
    if (tagged !== undefined) return found(tagged.commit, t('tag {0}', tagged.tag));
    const range = await versionRange(repository, tree, name, signal);
    if (range !== undefined) {
      const { file, set, setAt, setIsRelease } = range;
      const when = t('{0} has this version since {1}', file, set.slice(0, 10));
      if (setIsRelease) return found(set, t('{0}, which is the release by its message', when));
      const last =
        (await commitAt(repository, range.last, at, { commit: set, date: setAt }, signal)) ?? range.last;
      return found(
        last,
        t('{0}; {1} is the last commit with it that the event can come from', when, last.slice(0, 10)),
      );
    }
  }
  const bound = await commitAt(repository, tree.commit, at, undefined, signal);
  const unknown = repository.isShallow()
    ? t(
        'no commit of this repository is known by this name (a shallow clone: git fetch --unshallow --tags brings the rest)',
      )
    : t('no commit of this repository is known by this name');
  const why = name ? unknown : t('the event names no release');
  const most =
    bound === undefined
      ? t('HEAD is taken for it')
      : t("at most {0}, by the event's time", bound.slice(0, 10));
  return { name, commit: undefined, how: `${why}; ${most}`, bound };
}

/** The commit of a release that is named by its object name or a tag only. */
export async function resolveRelease(
  repository: Repository,
  release: string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!readable(release)) return undefined;
  const names = objectNames(release);
  const asked = [...names.filter(each => /[a-f]/.test(each)), ...likelyTags(release), ...names];
  const found = await repository.resolveAll(asked, signal);
  return found.find(commit => commit !== undefined) ?? (await byAnyTag(repository, release, signal))?.commit;
}

function readable(release: string | undefined): release is string {
  return release !== undefined && /^[\w@][\w.@/+~: -]{0,250}$/.test(release);
}

/** By a tag that ends in the version; by none where several say different things. */
async function byAnyTag(
  repository: Repository,
  release: string,
  signal: AbortSignal | undefined,
): Promise<{ commit: string; tag: string } | undefined> {
  const said = await repository.run(['for-each-ref', '--format=%(refname)', 'refs/tags'], { signal });
  const all = said.split('\n').map(ref => ref.slice('refs/tags/'.length));
  const matching = matchingTags(all, release).slice(0, 20);
  const commits = await repository.resolveAll(
    matching.map(tag => `refs/tags/${tag}`),
    signal,
  );
  const [commit, ...others] = new Set(commits.filter(each => each !== undefined));
  const [tag = ''] = matching;
  return commit === undefined || others.length > 0 ? undefined : { commit, tag };
}

/**
 * What the main line up to `to` ended in when an event happened; nothing when `to` is older than that anyway, or the
 * clocks disagree: then it would be older than `from`, or than all commits.
 */
async function commitAt(
  repository: Repository,
  to: string,
  at: string | undefined,
  from: { readonly commit: string; readonly date: string } | undefined,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const seconds = Math.floor(Date.parse(at ?? '') / 1000);
  if (!(seconds > 0)) return undefined;
  const args = [
    '--first-parent',
    '--max-count=1',
    `--before=@${seconds}`,
    '--format=%H',
    '--end-of-options',
    to,
  ];
  if (from !== undefined) args.push(`^${from.commit}`);
  const { text } = await walkHistory(repository, args, { milliseconds, signal });
  const found = text.trim();
  if (found === to) return undefined;
  if (found !== '') return found;
  return from !== undefined && Date.parse(from.date) <= seconds * 1000 ? from.commit : undefined;
}
