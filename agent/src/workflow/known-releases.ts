import type { Event } from '@errata/protocol/event';
import type { Release } from '@errata/protocol/release';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import type { LastGood } from '../locate/last-good.ts';

/** What a log center knows of the release that failed and of the one before. */
export interface KnownReleases {
  /** Commits that the failing release is made of. */
  readonly announced: readonly string[];
  /** What the repositories of these are called, as whoever announced them does. */
  readonly repositories?: readonly string[] | undefined;
  readonly lastGood?: LastGood | undefined;
}

/** What a log center was told of an event's release; nothing is asked where the event names none. */
export async function announcedRelease(
  connected: () => LogCenterClient,
  event: Event,
  issue: string,
  signal?: AbortSignal,
): Promise<KnownReleases> {
  return event.release === undefined ? { announced: [] } : knownReleases(connected, event, issue, signal);
}

/** Asks for it; a log center that cannot tell is done without. */
export async function knownReleases(
  connected: () => LogCenterClient,
  event: Event,
  issue?: string,
  signal?: AbortSignal,
): Promise<KnownReleases> {
  try {
    const client = connected();
    const known = issue === undefined ? { seen: [] } : await client.releasesOfIssue(issue, signal);
    const { release } = event;
    const seen = known.seen.filter(({ version }) => version === release);
    const own =
      seen.length > 0 || release === undefined || release.length > 250
        ? seen
        : await client.releases({ version: release }, signal);
    const { lastGood } = known;
    return {
      announced: own.flatMap(commitsOf),
      repositories: own.flatMap(({ commits }) => commits.flatMap(({ repository }) => repository ?? [])),
      ...(lastGood !== undefined && {
        lastGood: { name: lastGood.version, commits: commitsOf(lastGood), from: t('the log center') },
      }),
    };
  } catch (error) {
    if (!(error instanceof LogCenterError)) throw error;
    return { announced: [] };
  }
}

function commitsOf({ commits }: Release): string[] {
  return commits.map(({ commit }) => commit);
}
