import { scrubberOf } from '@errata/protocol/scrub/scrubber-of';
import { scrubSettingsSchema } from '@errata/protocol/scrub-settings';
import { secretPath } from '../../sandbox/secret-path.ts';

/** Whether a file is there to hold secrets: nothing of it is shown. */
export function holdsSecrets(path: string): boolean {
  return secretPath.test(path.toLowerCase());
}

/** What is never in a repository for everybody to see; mail addresses and card numbers of tests may well be what a bug is about. */
const inCode = scrubSettingsSchema.parse({
  rules: { email: false, ip: false, card: false, iban: false, ssn: false },
});
/** For what was made at run time. An event that never went through a log center was not scrubbed there. */
const atRunTime = scrubSettingsSchema.parse({});

/** Source code without the keys and tokens that somebody wrote into it. */
export function withoutKeys(code: string): string {
  return scrubberOf(inCode).source(code);
}

export const { value: scrubbedValue, text: scrubbedText } = scrubberOf(atRunTime);
