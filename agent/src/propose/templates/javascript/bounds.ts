import { boundsTemplates } from '../bounds.ts';

/** A loop or an index runs past the end, so that `undefined` is read. */
export const bounds = boundsTemplates('javascript', ['nothing', 'not-callable', 'not-iterable']);
