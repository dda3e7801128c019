import { missingPropertyTemplates } from '../missing-property.ts';

/** A dict literal leaves a key out, or writes it under another name. */
export const missingProperty = missingPropertyTemplates('python', [
  'nothing',
  'missing-key',
  'missing-attribute',
  'wrong-type',
  'not-iterable',
]);
