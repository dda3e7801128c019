import type { BelongingReport } from '@errata/protocol/cli';
import type { Event } from '@errata/protocol/event';
import type { LogCenterClient } from '../center/client.ts';
import type { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { asOnlyOne, belonging } from '../locate/belonging/belonging.ts';
import { toldRepositories } from '../locate/belonging/told.ts';
import { type MappedFrames, mapFrames } from '../locate/map-frames.ts';
import { type KnownReleases, knownReleases } from '../workflow/known-releases.ts';

/** What speaks for an error being one of the repository that a command was given, and what against it. */
export async function whoseError(about: {
  event: Event;
  repository: Repository;
  tree: SourceTree;
  mapped: MappedFrames;
  /** Of its issue, where it came in at a log center. */
  project?: string | undefined;
  /** There is no other project that it could be of. */
  isOnlyProject: boolean;
  releases?: KnownReleases | undefined;
}): Promise<BelongingReport> {
  const { releases, event } = about;
  const announced = releases?.announced;
  const told = toldRepositories(event, releases?.repositories ?? []);
  const found = await belonging({ ...about, announced, told });
  const { verdict, clues } = about.isOnlyProject ? asOnlyOne(found) : found;
  const against = clues.filter(({ weight }) => weight < 0);
  const why = verdict === 'here' ? clues.filter(({ weight }) => weight > 0) : against;
  return { verdict, reasons: why.map(({ reason }) => reason) };
}

/** The doubt that a person is to hear; nothing where there is none. */
export function doubtOf({ verdict, reasons }: BelongingReport): string | undefined {
  if (verdict === 'here') return undefined;
  const why = reasons.length === 0 ? 'only its paths fit' : reasons.join('; ');
  return verdict === 'unsure'
    ? `It is not certain that this is an error of this repository: ${why}.`
    : `This seems to be an error of another repository: ${why}.`;
}

/** The same of an issue, before it is fixed; its project says nothing where the command itself made it. */
export async function doubtAboutIssue(
  client: LogCenterClient,
  id: string,
  { repository, head, isStored }: { repository: Repository; head: string; isStored: boolean },
): Promise<string | undefined> {
  const { issue, event } = await client.issue(id);
  const releases = await knownReleases(() => client, event, id);
  const tree = new SourceTree(repository, head);
  try {
    const { announced } = releases;
    const mapped = await mapFrames({ event, repository, tree, announced, now: 'head' });
    const project = isStored ? undefined : issue.project;
    const isOnlyProject = isStored || (await client.projects()).length === 1;
    return doubtOf(await whoseError({ event, repository, tree, mapped, project, isOnlyProject, releases }));
  } finally {
    await tree.dispose();
  }
}
