import type { Migration } from '../migration.ts';

/** Which fix a decision was about, as JSON. */
const statements = () => ['alter table decisions add column about text'];

export const decided: Migration = { name: '0007-decided', statements };
