import { boundaryTemplates } from '../boundary.ts';

/** A request, an argument or parsed JSON has another shape than the program takes it for. */
export const boundary = boundaryTemplates('javascript', [
  'nothing',
  'not-callable',
  'not-iterable',
  'wrong-type',
]);
