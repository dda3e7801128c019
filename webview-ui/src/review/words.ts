import type { Location } from '@errata/protocol/diagnosis';
import type { Candidate, ReproductionOutcome, TestOutcome, Verification } from '@errata/protocol/proposal';
import type { RunStage } from '@errata/protocol/run';
import type { ReviewSnapshot } from '@errata/protocol/webview';

/** How something went, for its colour and icon. */
export type Tone = 'good' | 'bad' | 'neutral' | 'warning';

export interface Said {
  readonly words: string;
  readonly tone: Tone;
}

export function reproductionWords(outcome: ReproductionOutcome): Said {
  switch (outcome.result) {
    case 'raised':
      return { words: 'crashes', tone: 'bad' };
    case 'other':
      return { words: 'fails otherwise', tone: 'bad' };
    case 'passed':
      return { words: 'passes', tone: 'good' };
    case 'not-run':
      return { words: 'not run', tone: 'neutral' };
  }
}

export function testWords(outcome: TestOutcome): Said {
  if (!outcome.ran) return { words: 'could not run', tone: 'warning' };
  if (outcome.failed > 0) return { words: `${outcome.failed} failed, ${outcome.passed} passed`, tone: 'bad' };
  return { words: `${outcome.passed} passed`, tone: 'good' };
}

export function verdictWords(verification: Verification): Said {
  switch (verification.verdict) {
    case 'proven':
      return { words: 'Proven', tone: 'good' };
    case 'plausible':
      return { words: 'Plausible', tone: 'warning' };
    case 'rejected':
      return { words: 'Rejected by the sandbox', tone: 'bad' };
  }
}

/** Confidence in words, at the thresholds of the policy. */
export function confidenceWords(confidence: number): Said {
  if (confidence >= 0.9) return { words: 'Very sure', tone: 'good' };
  if (confidence >= 0.7) return { words: 'Sure', tone: 'good' };
  if (confidence >= 0.4) return { words: 'Needs a careful look', tone: 'warning' };
  return { words: 'Unsure', tone: 'bad' };
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function engineWords({ engine, label }: Pick<Candidate, 'engine' | 'label'>): string {
  const where = label === 'guard' ? 'guards the crash site' : 'changes the root cause';
  const who = {
    templates: 'Built-in repair',
    search: 'Search',
    memory: 'Earlier fix',
    model: 'Model',
    command: 'Agent',
    revert: 'Revert',
    person: 'Your edit',
  }[engine];
  return `${who}, ${where}`;
}

export function mappingWords(mapping: Location['mapping']): string {
  return {
    exact: 'same line as in the release',
    moved: 'moved since the release',
    approximate: 'the line is gone; this is the nearest',
  }[mapping];
}

/** The steps of a run that a person sees, in order. */
export const steps = [
  ['locate', 'Locate'],
  ['diagnose', 'Diagnose'],
  ['propose', 'Propose'],
  ['verify', 'Verify'],
  ['decide', 'Decide'],
] as const satisfies readonly (readonly [RunStage, string])[];

export type StepState = 'done' | 'current' | 'to come';

/** Where each step stands when the run is in `stage`. */
export function stepState(stage: RunStage, index: number): StepState {
  const current = steps.findIndex(([step]) => step === stage);
  if (current === -1) return 'done';
  return index < current ? 'done' : index === current ? 'current' : 'to come';
}

/** True while the agent works and there is nothing to decide yet. */
export function isInProgress(stage: RunStage): boolean {
  return steps.some(([step]) => step === stage);
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
  const count = (wanted: string) => states.filter(state => state === wanted).length;
  return {
    accepted: count('accepted'),
    rejected: count('rejected'),
    undecided: count('undecided'),
    total: states.length,
  };
}

/** Why *Push* is not possible at the moment; nothing when it is. */
export function pushHindrance(snapshot: ReviewSnapshot): string | undefined {
  const { accepted, undecided, total } = tally(snapshot.files);
  if (snapshot.publication) return 'It has been pushed.';
  if (snapshot.busy === 'verifying') return 'The sandbox is still at work.';
  if (snapshot.busy === 'publishing') return 'It is being pushed.';
  if (snapshot.stage !== 'awaiting-approval') return 'There is nothing to push yet.';
  if (total === 0) return 'There is no change to push.';
  if (undecided > 0) return `${hunks(undecided)} still undecided.`;
  return accepted === 0 ? 'Every hunk is rejected.' : undefined;
}

export function hunks(count: number): string {
  return count === 1 ? '1 hunk' : `${count} hunks`;
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
  const seconds = (now - Date.parse(moment)) / 1000;
  if (Number.isNaN(seconds)) return moment;
  const unit = units.find(([, length]) => seconds >= length);
  if (!unit) return 'just now';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    -Math.floor(seconds / unit[1]),
    unit[0],
  );
}

/** Hostile text with control characters, and those that turn the reading direction or take no room, made visible. */
export function visible(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '\u{fffd}');
}
