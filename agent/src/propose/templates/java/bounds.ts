import { boundsTemplates } from '../bounds.ts';
import { shortSequenceTemplates } from '../short-sequence.ts';
import { javaExits } from './exits.ts';

/** Loops that run to the length, and elements of arrays, lists and texts that have none. */
export const bounds = [
  ...boundsTemplates('java', ['index']),
  ...shortSequenceTemplates('java', ['index', 'empty'], javaExits),
];
