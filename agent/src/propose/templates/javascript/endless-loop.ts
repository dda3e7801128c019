import { endlessLoopTemplates } from '../endless-loop.ts';

/** A loop that goes on after its queue has run empty. */
export const endlessLoop = endlessLoopTemplates('javascript', ['nothing', 'not-iterable']);
