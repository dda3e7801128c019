import type { Migration } from '../migration.ts';

/** What each reviewer of a pull request says, in place of what they say together. */
const statements = () => [
  'alter table pull_requests add column reviews text',
  'alter table pull_requests drop column review',
  // Told in the former way; whoever looks at these pull requests asks their reviewers anew.
  `delete from early_facts where fact like '%"kind":"review"%'`,
];

export const reviews: Migration = { name: '0012-reviews', statements };
