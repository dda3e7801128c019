import { t } from '@vscode/l10n';

const hour = 3_600_000;

/** How long ago, so coarsely that it need not be drawn again within the hour. */
export function coarselyAgo(moment: string, now: number): string {
  const hours = Math.floor((now - Date.parse(moment)) / hour);
  if (hours < 1) return t('in the last hour');
  if (hours < 48) return t('{0} h ago', hours);
  const days = Math.floor(hours / 24);
  if (days < 60) return t('{0} d ago', days);
  return t('{0} months ago', Math.floor(days / 30));
}

/** The day, as everybody can read it. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** The minute. */
export function minuteOf(moment: string): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
}
