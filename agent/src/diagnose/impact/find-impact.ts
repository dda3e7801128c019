import type { Location } from '@errata/protocol/diagnosis';
import type { Impact } from '@errata/protocol/impact';
import { t } from '@vscode/l10n';
import { GitError } from '../../git/git-error.ts';
import { filesMentioning } from '../../git/mentions.ts';
import type { Repository } from '../../git/repository.ts';
import type { FunctionInfo } from '../../language/language.ts';
import { SourceIndex, type Sources } from '../sources.ts';
import { type Reach, reachOf } from './reach.ts';

export interface FindImpactRequest {
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: Sources;
  /** Best first; lines of HEAD. */
  readonly locations: readonly Pick<Location, 'file' | 'line'>[];
  /** After this no more is looked at than the next callers. */
  readonly milliseconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const usualTime = 400;
/** The search for names may take longer where the machine is busy, since nothing is known without it. */
const longestSearch = 2000;
const most = 20;
const reasons = {
  files: () => t('Not all files that hold the name were read.'),
  time: () => t('The search was ended before it had come to its end.'),
} as const;

/**
 * Who calls the function around the first location, and which tests run it; nothing when the location is in no function
 * that is understood. Throws `GitError`, and the signal's reason.
 */
export async function findImpact(request: FindImpactRequest): Promise<Impact | undefined> {
  const { repository, tree, locations, milliseconds = usualTime, signal } = request;
  const [first] = locations;
  if (first === undefined) return undefined;
  const index = new SourceIndex(tree, signal);
  const file = await index.file(first.file);
  const info = file && namedFunctionAt(file.language.functionAt(file.tree, first.line), file.language);
  if (file === undefined || info === undefined) return undefined;
  const until = performance.now() + milliseconds;
  const hardLimit = AbortSignal.timeout(longestSearch);
  const reach = await reachOf({
    target: { file, info },
    index,
    mentioning: words => mentioning(repository, words, hardLimit, signal),
    mayGoOn() {
      index.check();
      return performance.now() < until;
    },
  });
  return impactOf(info, reach);
}

function impactOf(info: FunctionInfo, { callers, tests, bounded }: Reach): Impact {
  const certain = (a: { certain: boolean }, b: { certain: boolean }) => Number(b.certain) - Number(a.certain);
  return {
    symbol: info.qualifiedName,
    callers: callers.toSorted(certain).slice(0, most),
    moreCallers: Math.max(callers.length - most, 0),
    tests: tests.toSorted((a, b) => certain(a, b) || a.calls - b.calls).slice(0, most),
    moreTests: Math.max(tests.length - most, 0),
    ...(bounded === undefined ? {} : { bounded: reasons[bounded]() }),
  };
}

function namedFunctionAt(
  innermost: FunctionInfo | undefined,
  language: { functionOf(node: FunctionInfo['node']): FunctionInfo | undefined },
): FunctionInfo | undefined {
  let info = innermost;
  while (info !== undefined && info.name === '')
    info = info.node.parent && language.functionOf(info.node.parent);
  return info;
}

/** Nothing when the search takes too long. */
async function mentioning(
  repository: Repository,
  words: readonly string[],
  time: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<string[] | undefined> {
  try {
    return await filesMentioning(
      repository,
      words,
      signal === undefined ? time : AbortSignal.any([signal, time]),
    );
  } catch (error) {
    if (!GitError.is(error, 'cancelled') || signal?.aborted === true) throw error;
    return undefined;
  }
}
