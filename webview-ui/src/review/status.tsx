import type { ReviewSnapshot } from '@errata/protocol/webview';
import type { ComponentChildren } from 'preact';
import { t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Prose } from './prose.tsx';
import { announcement } from './pull-request/standing.ts';
import { isInProgress, stepState, stepStateWords, steps, stepWords } from './steps.ts';

/** How the run stands: its progress, or how it ended. Announced to screen readers. */
export function Status({ snapshot }: { snapshot: ReviewSnapshot }) {
  return (
    <div role="status" aria-live="polite" class="status">
      <State snapshot={snapshot} />
    </div>
  );
}

function State({ snapshot }: { snapshot: ReviewSnapshot }) {
  const { stage, message, publication, failure, requests, busy } = snapshot;
  // The card below is to be read at leisure, not aloud whenever a part of it changes.
  if (publication) return <p class="hidden">{announcement(snapshot)}</p>;
  if (stage === 'failed' || stage === 'cancelled') {
    const reason = stage === 'cancelled' ? stage : failure?.reason;
    return (
      <Notice {...endWords(reason)}>
        <Prose text={failure?.message ?? message} />
        {!isPersonsWord(reason) && <FixAgain />}
      </Notice>
    );
  }
  if (busy === 'verifying') {
    return (
      <Notice tone="neutral" icon="loading" spin title={t('Verifying what you selected…')}>
        {t('The sandbox runs the reproduction and the tests on it.')}
      </Notice>
    );
  }
  if (busy === 'changing') {
    return (
      <Notice tone="neutral" icon="loading" spin title={t('Changing the fix as you asked…')}>
        {snapshot.writer === undefined
          ? t('Another fix is looked for. Your words are kept; no model is chosen that could follow them.')
          : t('Your words, your edits and what the sandbox found go into the next round.')}
      </Notice>
    );
  }
  if (busy === 'publishing' || stage === 'publish') {
    return <Notice tone="neutral" icon="loading" spin title={t('Pushing…')} />;
  }
  if (isInProgress(stage)) return <Progress snapshot={snapshot} />;
  // Back at the review: a push that failed, or a round that was asked for.
  if (failure) {
    return (
      <Notice tone="warning" icon="warning" title={t('That did not work')}>
        <Prose text={failure.message} />
      </Notice>
    );
  }
  if (requests !== undefined) {
    const title = requests.length > 0 ? t('What came of your request') : t('What came of trying again');
    return (
      <Notice tone="neutral" icon="info" title={title}>
        <Prose text={message} />
      </Notice>
    );
  }
  return null;
}

/** How a run ended without a fix: some ends are what a person wanted. */
function endWords(reason: string | undefined): Pick<NoticeProps, 'tone' | 'icon' | 'title'> {
  switch (reason) {
    case 'cancelled':
      return { tone: 'neutral', icon: 'circle-slash', title: t('Cancelled') };
    case 'escalated':
      return { tone: 'neutral', icon: 'account', title: t('Handed over to a person') };
    case 'rejected':
      return { tone: 'neutral', icon: 'thumbsdown', title: t('You rejected the fix') };
    default:
      return { tone: 'bad', icon: 'error', title: t('No fix came of it') };
  }
}

/** A person has ended it on purpose, and said why. */
function isPersonsWord(reason: string | undefined): boolean {
  return reason === 'escalated' || reason === 'rejected';
}

function FixAgain() {
  return (
    <p class="next">
      <Button
        icon="refresh"
        label={t('Try again')}
        title={t('Try again: look for a fix of this error anew')}
        onClick={() => post({ type: 'fixAgain' })}
      />
    </p>
  );
}

function Progress({ snapshot: { stage, message } }: { snapshot: ReviewSnapshot }) {
  return (
    <section class="progress">
      <ol class="steps">
        {steps.map((step, index) => {
          const state = stepState(stage, index);
          const icon = ({ done: 'pass-filled', current: 'loading', 'to-come': 'circle-large' } as const)[
            state
          ];
          return (
            <li key={step} class={`step ${state}`} aria-current={state === 'current' ? 'step' : undefined}>
              <Icon name={icon} spin={state === 'current'} />
              <span>{stepWords(step)}</span>
              <span class="hidden">{stepStateWords(state)}</span>
            </li>
          );
        })}
      </ol>
      <p class="progress-message">
        <Prose text={message} />
      </p>
      <Button
        icon="circle-slash"
        label={t('Cancel')}
        title={t('Cancel: end this run without a fix')}
        onClick={() => post({ type: 'cancel' })}
      />
    </section>
  );
}

interface NoticeProps {
  readonly tone: 'good' | 'bad' | 'neutral' | 'warning';
  readonly icon: IconName;
  readonly spin?: boolean;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** A framed message with an icon. */
export function Notice({ tone, icon, spin = false, title, children }: NoticeProps) {
  return (
    <section class={`notice ${tone}`}>
      <Icon name={icon} spin={spin} />
      <div>
        <strong>{title}</strong>
        {children && <div class="notice-text">{children}</div>}
      </div>
    </section>
  );
}
