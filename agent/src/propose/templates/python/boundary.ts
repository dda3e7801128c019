import { boundaryTemplates } from '../boundary.ts';

/** A request, an argument or parsed JSON has another shape than the program takes it for. */
export const boundary = boundaryTemplates('python', [
  'nothing',
  'wrong-type',
  'not-iterable',
  'not-callable',
]);
