import type { Measured } from './measure.ts';

/** What was wrong in a case, a line each, with what was said instead of the truth. */
export function missesOf({ case: { name, truth, about }, targets }: Measured): string[] {
  const { answer, score } = targets.errata;
  const [first] = answer.places ?? [];
  const said = first === undefined ? 'nothing' : `${first.file}:${first.line} ${first.symbol ?? ''}`;
  const marks = Object.values(about).join(' ');
  const miss = (isMissed: boolean, what: string, wanted: string, instead: string) =>
    isMissed ? [`${name} [${marks}] ${what}: ${wanted}, not ${instead}`] : [];
  const place = `${truth.files[0] ?? '?'}:${truth.lines[0] ?? '?'} ${truth.symbols[0] ?? ''}`;
  const crash = `${truth.crash?.file}:${truth.crash?.line}`;
  const commits = answer.commits?.map(commit => commit.slice(0, 10)).join(' ') || 'any';
  return [
    ...miss(score.fileRank !== undefined && score.fileRank > 1, `file (${score.fileRank})`, place, said),
    ...miss(score.lineAny === false, 'no line', place, said),
    ...miss(score.lineFirst === false && score.lineAny === true, 'first line', place, said),
    ...miss(score.crash === false, 'crash', crash, `${answer.crash?.file}:${answer.crash?.line}`),
    ...miss(
      score.suspects !== undefined && score.suspects.rank !== 1,
      `suspect (${score.suspects?.rank})`,
      truth.commits.map(commit => commit.slice(0, 10)).join(' '),
      commits,
    ),
  ];
}
