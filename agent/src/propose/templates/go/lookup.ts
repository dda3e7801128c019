import { checkedLikeSiblings } from '../lookup.ts';
import { uncheckedTemplates } from '../unchecked.ts';
import { goExits } from './exits.ts';

/** What was asked for is not there, and nobody looked. */
export const lookup = [
  checkedLikeSiblings('go', ['nothing']),
  ...uncheckedTemplates('go', ['nothing'], goExits),
];
