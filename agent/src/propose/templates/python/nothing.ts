import { nothingTemplates } from '../nothing.ts';

/** Nothing was given where a value is needed: an argument, a literal, a variable, a result. */
export const nothing = nothingTemplates('python', ['nothing', 'not-callable', 'not-iterable']);
