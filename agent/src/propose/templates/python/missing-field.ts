import { missingFieldTemplates } from '../missing-field.ts';

/** A class does not set an attribute in `__init__`, or sets another name. */
export const missingField = missingFieldTemplates('python', ['nothing', 'missing-attribute']);
