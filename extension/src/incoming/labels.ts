import type { RunView } from '@errata/protocol/agent-rpc';
import type { Owner, Suspect } from '@errata/protocol/diagnosis';
import type { Event, Frame } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { rootException } from '@errata/protocol/root-exception';
import type { RunStage } from '@errata/protocol/run';

/** `vscode.l10n.t`, or what stands in for it where there is no editor. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** How long ago, in the largest unit that fits: `just now`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function ago(t: Translate, moment: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(moment)) / 1000);
  if (seconds < 60) return t('just now');
  if (seconds < 3600) return t('{0} min ago', Math.floor(seconds / 60));
  if (seconds < 86_400) return t('{0} h ago', Math.floor(seconds / 3600));
  return t('{0} d ago', Math.floor(seconds / 86_400));
}

/** What a run is doing, in a word or two. */
export function stageLabel(t: Translate, stage: RunStage): string {
  switch (stage) {
    case 'locate':
      return t('locating');
    case 'diagnose':
      return t('diagnosing');
    case 'propose':
      return t('looking for a fix');
    case 'verify':
      return t('verifying');
    case 'decide':
      return t('deciding');
    case 'awaiting-approval':
      return t('ready for review');
    case 'publish':
      return t('pushing');
    case 'published':
      return t('pushed');
    case 'failed':
      return t('no fix');
    case 'cancelled':
      return t('cancelled');
  }
}

/** What stands beside the title: how often and when, or what its run is doing. */
export function issueDescription(t: Translate, issue: Issue, run: RunView | undefined, now: number): string {
  const doing = run && run.stage !== 'cancelled' ? [stageLabel(t, run.stage)] : [];
  const users = issue.users === 0 ? [] : [affected(t, issue.users)];
  const aside = issue.ignored ? [t('ignored')] : [];
  return [...doing, ...aside, `${issue.count}×`, ago(t, issue.lastSeen, now), ...users].join(' · ');
}

/** How many users it happened to. */
export function affected(t: Translate, users: number): string {
  return users === 1 ? t('1 user') : t('{0} users', users);
}

/** What stands beside the subject of a suspect commit: its name, who wrote it, and when. */
export function suspectDescription(t: Translate, suspect: Suspect, now: number): string {
  return `${suspect.commit.slice(0, 8)} · ${visible(suspect.author)} · ${ago(t, suspect.date, now)}`;
}

/** Where the name of an owner comes from. */
export function ownerDescription(t: Translate, { source, share }: Owner): string {
  const percent = Math.round(share * 100);
  switch (source) {
    case 'CODEOWNERS':
      return t('code owner');
    case 'blame':
      return t('wrote {0} % of the function', percent);
    case 'history':
      return t('made {0} % of the latest changes', percent);
  }
}

/** A frame with its index in the root exception, which is what locations refer to. */
export interface NumberedFrame {
  readonly index: number;
  readonly frame: Frame;
}

/** Where code of others begins below a folder of dependencies. */
const dependencies = /^.*[\\/](?:node_modules|site-packages|dist-packages|gems|pkg[\\/]mod)[\\/]/;

/** Where a frame was when it was reported; of code of others only what tells it apart from the rest of it. */
export function reportedPlace({ file, line, inApp }: Frame): string {
  const path = inApp ? file : file.replace(dependencies, '');
  return visible(line === undefined ? path : `${path}:${line}`);
}

const mostFrames = 50;

/** The frames of the root exception, crash first. */
export function framesOf(event: Event): NumberedFrame[] {
  return (rootException(event)?.frames ?? [])
    .map((frame, index) => ({ index, frame }))
    .reverse()
    .slice(0, mostFrames);
}

/**
 * Hostile text made visible on one line: control characters, and those that turn the reading direction or take no room,
 * are shown as a replacement character.
 */
export function visible(text: string): string {
  const flat = text.replace(/[\r\n\t]+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}');
  return flat.length > 500 ? `${flat.slice(0, 500)}…` : flat;
}

/** The same for a quick pick, where `$(…)` would be an icon. */
export function visibleInPick(text: string): string {
  return visible(text).replaceAll('$(', '$\u{200b}(');
}
