import { cycleTemplates } from '../cycles.ts';

/** A recursion through a structure that leads back to itself. */
export const cycles = cycleTemplates('python');
