import { basename } from 'node:path';
import { type Translate, visible } from './labels.ts';

interface BelongingAnswer {
  readonly label: string;
  /** Root of the repository that it belongs to; null: to none that is open. */
  readonly repository: string | null;
}

/** What a person can say where only they can tell which of these repositories an error belongs to. */
export function belongingAnswers(t: Translate, unsure: readonly string[]): BelongingAnswer[] {
  const [only, ...more] = unsure.map(root => visible(basename(root)));
  if (only === undefined) return [];
  const no =
    more.length === 0 ? t('It does not belong to {0}', only) : t('It belongs to none of these folders');
  return [
    ...unsure.map(root => ({ label: t('It belongs to {0}', visible(basename(root))), repository: root })),
    { label: no, repository: null },
  ];
}
