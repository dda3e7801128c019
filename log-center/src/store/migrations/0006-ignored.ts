import type { Migration } from '../migration.ts';

/** Whether a person set an issue aside until it happens again. */
const statements = () => ['alter table issues add column ignored integer not null default 0'];

export const ignored: Migration = { name: '0006-ignored', statements };
