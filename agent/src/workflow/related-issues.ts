import type { Issue } from '@errata/protocol/issue';
import type { PullRequestForm } from '@errata/protocol/pull-request';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';

const mostLookedAt = 100;
const mostRelated = 5;

/** Open issues that crash in the same place: one fix may be that of all. Which ones it is, a person says. */
export async function relatedIssues(
  client: Pick<LogCenterClient, 'issues'>,
  { id, project, culprit }: Pick<Issue, 'id' | 'project' | 'culprit'>,
): Promise<NonNullable<PullRequestForm['related']>> {
  if (culprit === '') return [];
  const { issues } = await client.issues({ project, status: 'NEW', sort: 'count', limit: mostLookedAt });
  return issues
    .filter(other => other.id !== id && other.culprit === culprit && !other.ignored)
    .slice(0, mostRelated)
    .map(({ id: issue, title }) => ({
      issue,
      title,
      reason: t('It crashes in the same place: {0}', culprit),
    }));
}
