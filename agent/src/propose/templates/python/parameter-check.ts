import { parameterCheckTemplates } from '../parameter-check.ts';

/** A parameter that sibling functions check first and this one does not. */
export const parameterCheck = parameterCheckTemplates('python', ['nothing', 'not-iterable']);
