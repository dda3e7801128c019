import { nameTemplates } from '../names.ts';

/** A name is misspelt or not imported. */
export const names = nameTemplates('javascript');
