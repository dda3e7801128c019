import { hostname } from 'node:os';
import type { Event } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import type { Repository } from '../../git/repository.ts';
import type { SourceTree } from '../../git/source-tree.ts';
import { framePath } from '../frame-path.ts';
import type { MappedFrames } from '../map-frames.ts';
import { plainPath } from '../plain-path.ts';
import weights from '../weights.json' with { type: 'json' };
import type { Clue } from './clue.ts';
import { codeClue } from './code-clue.ts';
import { isNamedCommit, releaseClues, toldClue } from './release-clues.ts';
import { plainName, repositoryNames } from './repository-names.ts';

/** What was found or said before of the errors of a project in a repository. */
export type Standing = 'seen' | 'told' | 'refused';

export interface BelongingQuestion {
  readonly event: Event;
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  readonly mapped: MappedFrames;
  /** The project that the event came in for, as the log center calls it. */
  readonly project?: string | undefined;
  /** Commits that the release was announced to be made of. */
  readonly announced?: readonly string[] | undefined;
  /** The names of repositories that the event and its release are said to come from. */
  readonly told?: readonly string[] | undefined;
  readonly standing?: Standing | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether an error is one of a repository's code. */
export interface Belonging {
  readonly verdict: 'here' | 'unsure' | 'elsewhere';
  /** How much more speaks for it than against it. */
  readonly weight: number;
  /** The same without what was found or said of the project before. */
  readonly byItself: number;
  /** What weighs most first. */
  readonly clues: readonly Clue[];
}

const { here, elsewhere, named, ...weight } = weights.belonging;
/** Folders that anything is deployed to. */
const anybodys = new Set(
  'app application build code dist html opt project repo site source src srv task work workspace www'.split(
    ' ',
  ),
);

/** Weighs what speaks for an error being one of a repository's code, and what against it. Throws `GitError`. */
export async function belonging(question: BelongingQuestion): Promise<Belonging> {
  const { event, repository, tree, mapped, announced = [], told = [], standing } = question;
  if (mapped.frames.length === 0) return nothingThere();
  const names = await repositoryNames(repository, tree);
  const about = { announced, names, isShallow: repository.isShallow() };
  const { release } = mapped;
  const isReleaseSure = release !== undefined && isNamedCommit(release, event.release, announced);
  const clues = [
    await codeClue({ ...question, isReleaseSure }),
    ...releaseClues(event, mapped.found, about),
    ...(await toldClue(repository, told)),
    ...nameClues(question, names),
    ...folderClues(question),
  ];
  const byItself = sumOf(clues);
  return judged([...clues, ...standingClues(standing)], byItself);
}

/** The same where the project is the only one there is, and no other repository is known that its errors could be of. */
export function asOnlyOne({ clues, byItself }: Belonging): Belonging {
  const reason = t('no other repository is known that it could be of');
  return judged([...clues, { weight: weight.only, reason }], byItself);
}

/** Whether it is certain by itself, so that more of its project may be taken to be there. */
export function isCertain({ byItself }: Belonging): boolean {
  return byItself >= here;
}

/** Whether one speaks so much more clearly than the other that it is not a matter of chance. */
export function leads(one: Belonging, other: Belonging): boolean {
  return one.weight - other.weight >= weight.lead;
}

function judged(clues: readonly Clue[], byItself: number): Belonging {
  const sum = sumOf(clues);
  return {
    verdict: sum >= here ? 'here' : sum <= elsewhere ? 'elsewhere' : 'unsure',
    weight: sum,
    byItself,
    clues: clues.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
  };
}

function nothingThere(): Belonging {
  const clue = { weight: elsewhere, reason: t('no frame of the trace is there') };
  return {
    verdict: 'elsewhere',
    weight: Number.NEGATIVE_INFINITY,
    byItself: Number.NEGATIVE_INFINITY,
    clues: [clue],
  };
}

/** The project, or the folder that the code was deployed to, is called as the repository is. */
function nameClues({ project, mapped }: BelongingQuestion, names: ReadonlySet<string>): Clue[] {
  const folders = mapped.frames.flatMap(({ frame, releaseFile }) => {
    const path = framePath(frame);
    if (typeof path === 'string' || path.installed !== undefined) return [];
    return path.segments.at(-1 - releaseFile.split('/').length) ?? [];
  });
  const clues: Clue[] = [];
  if (project !== undefined && names.has(plainName(project)))
    clues.push({ weight: named, reason: t('its project is called as the repository is') });
  if (folders.map(plainName).some(folder => names.has(folder) && !anybodys.has(folder)))
    clues.push({ weight: named, reason: t('it ran in a folder that is called as the repository is') });
  return clues;
}

/** A program that ran on this machine, and out of another folder. */
function folderClues({ event, repository, mapped }: BelongingQuestion): Clue[] {
  if (event.serverName !== hostname()) return [];
  const own = mapped.frames.flatMap(({ frame }) => {
    const plain = plainPath(frame.file);
    return frame.inApp && plain.reason === undefined ? [plain.text] : [];
  });
  const isElsewhere = own.some(file => file.startsWith('/') && !file.startsWith(`${repository.root}/`));
  return isElsewhere
    ? [{ weight: weight.otherFolder, reason: t('it ran on this machine, in another folder') }]
    : [];
}

function standingClues(standing: Standing | undefined): Clue[] {
  switch (standing) {
    case undefined:
      return [];
    case 'seen':
      return [{ weight: weight.seen, reason: t('other errors of its project are there') }];
    case 'told':
      return [{ weight: weight.told, reason: t('you said that errors of its project are there') }];
    case 'refused':
      return [{ weight: weight.refused, reason: t('you said that an error of its project is not there') }];
  }
}

function sumOf(clues: readonly Clue[]): number {
  return clues.reduce((sum, clue) => sum + clue.weight, 0);
}
