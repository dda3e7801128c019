import type { Migration } from '../migration.ts';

/** When a release went where, and which commit of which repository it is made of. */
const statements = () => [
  'alter table releases add column deploys text',
  'alter table releases add column refs text',
];

export const deploys: Migration = { name: '0005-deploys', statements };
