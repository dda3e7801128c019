import { awaitTemplates } from '../await.ts';

/** A promise is used as if it were its value. */
export const awaiting = awaitTemplates('javascript', ['nothing', 'not-callable', 'not-iterable']);
