import { lookupTemplates } from '../lookup.ts';

/** The result of a search is used without looking whether anything was found. */
export const lookup = lookupTemplates('javascript', ['nothing', 'not-iterable']);
