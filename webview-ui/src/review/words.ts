import type { Location } from '@errata/protocol/diagnosis';
import type { Candidate, ReproductionOutcome, TestOutcome, Verification } from '@errata/protocol/proposal';
import type { ReviewHunk, ReviewSnapshot } from '@errata/protocol/webview';
import { spoken, t } from '../l10n/translate.ts';

/** How something went, for its colour and icon. */
export type Tone = 'good' | 'bad' | 'neutral' | 'warning';

export interface Said {
  readonly words: string;
  readonly tone: Tone;
}

export function reproductionWords(outcome: ReproductionOutcome): Said {
  switch (outcome.result) {
    case 'raised':
      return { words: t('crashes'), tone: 'bad' };
    case 'other':
      return { words: t('fails otherwise'), tone: 'bad' };
    case 'passed':
      return { words: t('passes'), tone: 'good' };
    case 'not-run':
      return { words: t('not run'), tone: 'neutral' };
  }
}

export function testWords({ ran, passed, failed }: TestOutcome): Said {
  if (!ran) return { words: t('could not run'), tone: 'warning' };
  if (failed > 0) return { words: t('{0} failed, {1} passed', failed, passed), tone: 'bad' };
  return { words: t('{0} passed', passed), tone: 'good' };
}

export function verdictWords({ verdict }: Verification): Said {
  switch (verdict) {
    case 'proven':
      return { words: t('Proven'), tone: 'good' };
    case 'plausible':
      return { words: t('Plausible'), tone: 'warning' };
    case 'rejected':
      return { words: t('Rejected by the sandbox'), tone: 'bad' };
  }
}

/** Confidence in words, at the thresholds of the policy. */
export function confidenceWords(confidence: number): Said {
  if (confidence >= 0.9) return { words: t('Very sure'), tone: 'good' };
  if (confidence >= 0.7) return { words: t('Sure'), tone: 'good' };
  if (confidence >= 0.4) return { words: t('Needs a careful look'), tone: 'warning' };
  return { words: t('Unsure'), tone: 'bad' };
}

export function stateWords(state: ReviewHunk['state']): string {
  switch (state) {
    case 'accepted':
      return t('accepted');
    case 'rejected':
      return t('rejected');
    case 'undecided':
      return t('undecided');
  }
}

export function percent(share: number): string {
  return new Intl.NumberFormat(spoken(), { style: 'percent' }).format(share);
}

export function seconds(milliseconds: number): string {
  const unit = { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(spoken(), unit).format(milliseconds / 1000);
}

export function engineWords(engine: Candidate['engine']): string {
  return {
    templates: t('Built-in repair'),
    search: t('Search'),
    memory: t('Earlier fix'),
    model: t('Model'),
    command: t('Agent'),
    revert: t('Revert'),
    person: t('Your edit'),
  }[engine];
}

export function labelWords(label: Candidate['label']): string {
  return label === 'guard' ? t('guards the crash site') : t('changes the root cause');
}

export function mappingWords(mapping: Location['mapping']): string {
  return {
    exact: t('same line as in the release'),
    moved: t('moved since the release'),
    approximate: t('the line is gone; this is the nearest'),
  }[mapping];
}

export interface Tally {
  readonly accepted: number;
  readonly rejected: number;
  readonly undecided: number;
  readonly total: number;
}

/** How many hunks are accepted, rejected and undecided. */
export function tally(files: ReviewSnapshot['files']): Tally {
  const states = files.flatMap(file => file.hunks.map(({ state }) => state));
  const number = (wanted: string) => states.filter(state => state === wanted).length;
  return {
    accepted: number('accepted'),
    rejected: number('rejected'),
    undecided: number('undecided'),
    total: states.length,
  };
}

/** Why *Push* is not possible at the moment; nothing when it is. */
export function pushHindrance(snapshot: ReviewSnapshot): string | undefined {
  const { accepted, undecided, total } = tally(snapshot.files);
  if (snapshot.publication) return t('It has been pushed.');
  if (snapshot.busy) return busyWords(snapshot.busy);
  if (snapshot.stage !== 'awaiting-approval') return t('There is nothing to push yet.');
  if (total === 0) return t('There is no change to push.');
  if (undecided > 0) return t('Decide on each hunk first.');
  return accepted === 0 ? t('Every hunk is rejected.') : undefined;
}

function busyWords(busy: NonNullable<ReviewSnapshot['busy']>): string {
  switch (busy) {
    case 'verifying':
      return t('The sandbox is still at work.');
    case 'publishing':
      return t('It is being pushed.');
    case 'changing':
      return t('The fix is being changed.');
  }
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long ago a moment was, in the largest unit that fits. What is no moment is given back as it is. */
export function ago(moment: string, now: number): string {
  const passed = (now - Date.parse(moment)) / 1000;
  if (Number.isNaN(passed)) return moment;
  const unit = units.find(([, length]) => passed >= length);
  if (!unit) return t('just now');
  return new Intl.RelativeTimeFormat(spoken(), { numeric: 'auto' }).format(
    -Math.floor(passed / unit[1]),
    unit[0],
  );
}

/** Hostile text with control characters, and those that turn the reading direction or take no room, made visible. */
export function visible(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '\u{fffd}');
}

/** As much of a text as a person reads of it, made visible. */
export function cut(text: string, most: number): string {
  return text.length <= most ? visible(text) : `${visible(text.slice(0, most))}…`;
}
