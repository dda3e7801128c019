import { plainPatternTemplate } from '../plain-pattern.ts';

/** A text that is searched for as it is, and not as a regular expression. */
export const plainPattern = [plainPatternTemplate('python', text => `re.escape(${text})`)];
