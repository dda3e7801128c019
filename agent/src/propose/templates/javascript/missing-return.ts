import { missingReturnTemplates } from '../missing-return.ts';

/** A function computes a value and does not return it. */
export const missingReturn = missingReturnTemplates('javascript', [
  'nothing',
  'not-iterable',
  'not-callable',
  'other',
]);
