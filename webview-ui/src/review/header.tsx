import type { ReviewSnapshot } from '@errata/protocol/webview';
import { plural, t } from '../l10n/translate.ts';
import { Icon } from './icon.tsx';
import { ago, visible } from './words.ts';

/** What crashed, where, how often and when. */
export function Header({ issue }: { issue: ReviewSnapshot['issue'] }) {
  return (
    <header class="header">
      <p class="eyebrow">
        <span class="issue-id">{issue.id}</span>
        <span>
          <Icon name="pulse" /> {plural(issue.count, t('seen once'), t('seen {0} times', issue.count))}
        </span>
        <span title={issue.lastSeen}>
          <Icon name="history" /> {ago(issue.lastSeen, Date.now())}
        </span>
      </p>
      <h1>{visible(issue.title)}</h1>
      <p class="culprit">{visible(issue.culprit)}</p>
    </header>
  );
}
