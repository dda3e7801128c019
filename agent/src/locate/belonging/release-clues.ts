import type { Event } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import type { Repository } from '../../git/repository.ts';
import { remotesOf } from '../../git/repository-remotes.ts';
import type { FoundRelease } from '../release.ts';
import { namesOf, objectNames, readReleaseName } from '../release-names.ts';
import weights from '../weights.json' with { type: 'json' };
import type { Clue } from './clue.ts';
import { plainName } from './repository-names.ts';
import { isTold, shownName } from './told.ts';

const weight = weights.belonging;

/** Whether a commit is one that the release is made of for sure: named by it, or announced. */
export function isNamedCommit(
  commit: string,
  release: string | undefined,
  announced: readonly string[],
): boolean {
  const names = [...(release === undefined ? [] : objectNames(release)), ...announced];
  return names.some(name => name.length >= 7 && commit.startsWith(name));
}

/** What the name of a release, and the commit that was found for it, say of the repository. */
export function releaseClues(
  { release }: Event,
  found: FoundRelease | undefined,
  about: { announced: readonly string[]; names: ReadonlySet<string>; isShallow: boolean },
): Clue[] {
  const clues: Clue[] = [];
  if (found?.commit !== undefined) {
    const isSure = isNamedCommit(found.commit, release, about.announced);
    const reason = isSure
      ? t('the commit of its release is there')
      : t('its release is known there: {0}', found.how);
    clues.push({ weight: isSure ? weight.commit : weight.knownRelease, reason });
  }
  if (release === undefined) return clues;
  const isCommit = objectNames(release).some(name => /[a-f]/.test(name));
  if (isCommit && found?.commit === undefined && !about.isShallow)
    clues.push({ weight: weight.otherCommit, reason: t('the commit of its release is not there') });
  const { name } = readReleaseName(release);
  if (name === undefined) return clues;
  const shown = name.slice(0, 100);
  const isNamed = namesOf(name).some(each => about.names.has(plainName(each)));
  clues.push(
    isNamed
      ? { weight: weight.named, reason: t('its release is one of {0}', shown) }
      : { weight: weight.otherName, reason: t('its release is one of {0}', shown) },
  );
  return clues;
}

/** What it says of the repository that these were told to be the event's. Throws `GitError`. */
export async function toldClue(repository: Repository, told: readonly string[]): Promise<Clue[]> {
  if (told.length === 0) return [];
  const reason = t('its release is made of {0}', told.map(shownName).join(', '));
  if (await isTold(repository, told)) return [{ weight: weight.announced, reason }];
  // One that was never pushed cannot be named by its remotes.
  const { names } = await remotesOf(repository);
  return [{ weight: names.length === 0 ? weight.noRemote : weight.announcedElsewhere, reason }];
}
