import { projectSettingsSchema } from '@errata/protocol/project-settings';

/** A project with nothing set, in no database. */
export const testProject = { id: 1, settings: projectSettingsSchema.parse({}), salt: 'salt' };
