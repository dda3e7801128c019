import type { ScrubRule } from '../scrub-settings.ts';
import { scrubCards } from './cards.ts';
import { scrubIbans } from './ibans.ts';
import { scrubAddresses, scrubEmails, scrubSocialSecurity } from './personal.ts';
import { scrubPrivateKeys } from './private-keys.ts';
import { scrubSchemes } from './schemes.ts';
import { scrubTokens } from './tokens.ts';
import { scrubUrlCredentials } from './url-credentials.ts';

/** Something sensitive that is known by how it looks, wherever it stands. */
export interface ValueRule {
  readonly rule: ScrubRule;
  /** A text without a match of it, and without a long run if that matters, needs no closer look. */
  readonly tell?: RegExp;
  readonly runs?: true;
  readonly scrub: (text: string, marker: string) => string;
}

const at = /@|%40/;
const digits = /\d[\d -]{8}/;

export const valueRules: readonly ValueRule[] = [
  { rule: 'private-key', tell: /PRIVATE KEY/, scrub: scrubPrivateKeys },
  { rule: 'url-credentials', tell: at, scrub: scrubUrlCredentials },
  { rule: 'authorization', tell: /[Bb](?:earer|asic)[ %+]|B(?:EARER|ASIC)[ %+]/, scrub: scrubSchemes },
  { rule: 'token', runs: true, scrub: scrubTokens },
  { rule: 'iban', tell: digits, runs: true, scrub: scrubIbans },
  { rule: 'card', tell: digits, scrub: scrubCards },
  { rule: 'ssn', tell: digits, scrub: scrubSocialSecurity },
  { rule: 'email', tell: at, scrub: scrubEmails },
  { rule: 'ip', tell: /\d\.\d{1,3}\.\d|::|[\da-fA-F]:[\da-fA-F]{1,4}:/, scrub: scrubAddresses },
];
