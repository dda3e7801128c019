import { missingFieldTemplates } from '../missing-field.ts';

/** A class does not give a field a value, or gives it to another name. */
export const missingField = missingFieldTemplates('javascript', ['nothing', 'not-callable', 'not-iterable']);
