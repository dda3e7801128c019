import type { RunStage } from '@errata/protocol/run';
import { t } from '../l10n/translate.ts';

/** The steps of a run that a person sees, in order. */
export const steps = ['locate', 'diagnose', 'propose', 'verify', 'decide'] as const satisfies RunStage[];

export type StepState = 'done' | 'current' | 'to-come';

export function stepWords(step: (typeof steps)[number]): string {
  return {
    locate: t('Locate'),
    diagnose: t('Diagnose'),
    propose: t('Propose'),
    verify: t('Verify'),
    decide: t('Decide'),
  }[step];
}

export function stepStateWords(state: StepState): string {
  return { done: t('done'), current: t('at work'), 'to-come': t('to come') }[state];
}

/** Where each step stands when the run is in `stage`. */
export function stepState(stage: RunStage, index: number): StepState {
  const current = (steps as readonly RunStage[]).indexOf(stage);
  if (current === -1) return 'done';
  return index < current ? 'done' : index === current ? 'current' : 'to-come';
}

/** True while the agent works and there is nothing to decide yet. */
export function isInProgress(stage: RunStage): boolean {
  return (steps as readonly RunStage[]).includes(stage);
}
