import { boundsTemplates } from '../bounds.ts';

/** A loop or an index runs past the end. */
export const bounds = boundsTemplates('python', ['index']);
