import { missingPropertyTemplates } from '../missing-property.ts';

/** An object literal or factory leaves a property out, or writes it under another name. */
export const missingProperty = missingPropertyTemplates('javascript', [
  'nothing',
  'not-callable',
  'not-iterable',
]);
