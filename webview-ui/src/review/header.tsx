import type { ReviewSnapshot } from '@errata/protocol/webview';
import { plural, t } from '../l10n/translate.ts';
import { Icon } from './icon.tsx';
import { ago, cut } from './words.ts';

const most = 1000;

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
      <h1>{cut(issue.title, most)}</h1>
      <p class="culprit">{cut(issue.culprit, most)}</p>
    </header>
  );
}
