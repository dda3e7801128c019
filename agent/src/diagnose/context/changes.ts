import type { Suspect } from '@errata/protocol/diagnosis';
import { GitError } from '../../git/git-error.ts';
import type { Repository } from '../../git/repository.ts';
import { estimateTokens } from '../../model/limits/estimate.ts';
import { isSourcePath, isTestPath } from '../sources.ts';
import { holdsSecrets, withoutKeys } from './secrets.ts';

/** A fix of an error like this one, or an earlier one of the same. */
export interface PastFix {
  /** Its pull request, as people call it. */
  readonly name: string;
  /** The commit before it and the last one with it; absent where the history does not tell. */
  readonly span?: { readonly from: string; readonly to: string } | undefined;
  /** False when the error came back with it. */
  readonly held: boolean;
}

/** What somebody changed, as a diff of the program's files. */
export interface Change {
  readonly kind: 'change' | 'fix';
  readonly name: string;
  readonly why: string;
  readonly text: string;
  readonly tokens: number;
}

const mostSuspects = 3;
const mostFixes = 3;
const mostBytes = 2 * 1024 * 1024;
const longestSubject = 200;
const form = [
  '-p',
  '-M',
  '-U4',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** What the suspects changed, and fixes before this one: as much as fits. Throws the signal's reason, and `GitError` for what is no answer. */
export async function changesBefore(request: {
  readonly repository: Repository;
  readonly suspects: readonly Suspect[];
  readonly pastFixes: readonly PastFix[];
  /** Files that are shown: what was changed in them counts more. */
  readonly files: ReadonlySet<string>;
  readonly budget: number;
  readonly signal?: AbortSignal | undefined;
}): Promise<Change[]> {
  const { repository, files, budget, signal } = request;
  const changes: Change[] = [];
  let left = budget;
  const add = async (known: Omit<Change, 'text' | 'tokens'>, args: readonly string[]) => {
    const sections = sectionsOf(await diff(repository, args, signal), files);
    const text = withoutKeys(fitting(sections, Math.min(left, budget / 2)));
    if (text === '') return;
    const tokens = estimateTokens(text);
    left -= tokens;
    changes.push({ ...known, text, tokens });
  };
  for (const { name, span, held } of request.pastFixes.slice(0, mostFixes)) {
    const why = held ? 'fixed such an error before' : 'was to fix this error, which came back all the same';
    if (span)
      await add({ kind: 'fix', name, why }, ['diff', ...form, '--end-of-options', span.from, span.to]);
  }
  for (const { commit, subject, reasons } of request.suspects.slice(0, mostSuspects)) {
    const name = `${commit.slice(0, 10)} ${subject.slice(0, longestSubject)}`;
    const why = `may have introduced the error: ${reasons.slice(0, 3).join('; ')}`;
    await add({ kind: 'change', name, why }, [
      'diff-tree',
      '--root',
      '--no-commit-id',
      ...form,
      '--end-of-options',
      commit,
    ]);
  }
  return changes;
}

async function diff(
  repository: Repository,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    return (await repository.recall(args, { signal, maxBytes: mostBytes })).text;
  } catch (error) {
    signal?.throwIfAborted();
    // A commit that is not here, or a change of half the repository, tells nothing.
    if (!GitError.is(error)) throw error;
    return '';
  }
}

/** The diffs of the program's own files, first those of files that are shown. */
function sectionsOf(text: string, files: ReadonlySet<string>): string[] {
  const sections = text.split(/^(?=diff --git )/m).map(section => {
    const path = /^\+\+\+ b\/(.+)$/m.exec(section)?.[1] ?? /^--- a\/(.+)$/m.exec(section)?.[1] ?? '';
    return { path, text: section.slice(Math.max(0, section.search(/^--- /m))) };
  });
  return sections
    .filter(({ path }) => isSourcePath(path) && !isTestPath(path) && !holdsSecrets(path))
    .sort((a, b) => Number(files.has(b.path)) - Number(files.has(a.path)))
    .map(section => section.text.trimEnd());
}

function fitting(sections: readonly string[], most: number): string {
  const kept: string[] = [];
  let left = most;
  for (const section of sections) {
    const cost = estimateTokens(section);
    if (cost > left) continue;
    left -= cost;
    kept.push(section);
  }
  return kept.join('\n');
}
