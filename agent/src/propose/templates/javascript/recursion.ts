import { recursionTemplates } from '../recursion.ts';

/** A recursion that jumps over the case that would end it. */
export const recursion = recursionTemplates('javascript');
