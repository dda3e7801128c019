import { rootException } from '@errata/protocol/root-exception';
import { blame } from '../../../agent/src/git/blame.ts';
import { GitError } from '../../../agent/src/git/git-error.ts';
import type { Repository } from '../../../agent/src/git/repository.ts';
import type { Answer, NamedPlace } from './answer.ts';
import type { Case } from './case.ts';

const year = 365 * 86_400_000;

/** So much of the end of a path has to be the same for a frame of an installed copy to count as own code. */
const leastInstalled = 2;

/**
 * The in-app frames as they are, innermost first; a file is found by the end of its path. Where what is installed is the
 * project itself, its frames count as in-app.
 */
export async function askTopFrame(asked: Case, repository: Repository, signal: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const places = await inAppFrames(asked, repository, signal);
  return { places, commits: undefined, crash: places[0], milliseconds: performance.now() - began };
}

/**
 * The newest commit that blame gives for the lines of in-app frames, unless it is more than a year older than what is
 * checked out, which stands for the day on which the error is looked at.
 */
export async function askSentryRule(
  asked: Case,
  repository: Repository,
  signal: AbortSignal,
): Promise<Answer> {
  const began = performance.now();
  const head = await repository.head(signal);
  const now = Date.parse((await repository.run(['log', '-1', '--format=%cI', head], { signal })).trim());
  const found: { commit: string; date: number }[] = [];
  for (const { file, line: at } of await inAppFrames(asked, repository, signal)) {
    const request = { commit: head, file, ranges: [[at, at]] as const, signal };
    for (const line of await blameOrNothing(repository, request)) {
      const date = Date.parse(line.date);
      if (date > now - year) found.push({ commit: line.commit, date });
    }
  }
  const newest = found.sort((a, b) => b.date - a.date)[0];
  return {
    places: undefined,
    commits: newest === undefined ? [] : [newest.commit],
    crash: undefined,
    milliseconds: performance.now() - began,
  };
}

async function blameOrNothing(repository: Repository, request: Parameters<typeof blame>[1]) {
  try {
    return await blame(repository, request);
  } catch (error) {
    // The line of the release is past the end of the file as it is now.
    if (GitError.is(error, 'failed')) return [];
    throw error;
  }
}

async function inAppFrames(asked: Case, repository: Repository, signal: AbortSignal): Promise<NamedPlace[]> {
  const said = await repository.run(['ls-files', '-z'], { signal });
  const byName = Map.groupBy(said.split('\0').filter(Boolean), file => file.split('/').at(-1) ?? '');
  const all = (rootException(asked.event)?.frames ?? []).slice(-300).toReversed();
  return all.flatMap(frame => {
    if (frame.line === undefined) return [];
    const file = likest(frame.file, byName, frame.inApp ? 1 : leastInstalled);
    return file === undefined ? [] : [{ file, line: frame.line, symbol: frame.function }];
  });
}

/** The tracked file that shares most of the end of the path; of equals the one with the shortest path. */
function likest(
  reported: string,
  byName: ReadonlyMap<string, readonly string[]>,
  least: number,
): string | undefined {
  const wanted = reported
    .slice(0, 2000)
    .split(/[/\\]+/)
    .reverse();
  const shared = (file: string) => {
    const parts = file.split('/').reverse();
    const differs = parts.findIndex((part, at) => part !== wanted[at]);
    return differs < 0 ? parts.length : differs;
  };
  const named = byName.get(wanted[0] ?? '') ?? [];
  return named
    .filter(file => shared(file) >= least)
    .sort((a, b) => shared(b) - shared(a) || a.length - b.length || (a < b ? -1 : 1))[0];
}
