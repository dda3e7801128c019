import { boundsTemplates } from '../bounds.ts';
import { shortSequenceTemplates } from '../short-sequence.ts';
import { goExits } from './exits.ts';

/** Loops that run to the length, and elements of slices that have none. */
export const bounds = [
  ...boundsTemplates('go', ['index']),
  ...shortSequenceTemplates('go', ['index'], goExits),
];
