import { awaitTemplates } from '../await.ts';

/** A coroutine is used as if it were its value. */
export const awaiting = awaitTemplates('python', [
  'missing-attribute',
  'wrong-type',
  'not-iterable',
  'nothing',
]);
