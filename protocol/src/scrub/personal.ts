import { isAddress } from './address.ts';
import { replaceSpans, spansAround } from './replace.ts';

/** From the @ on, and back to where the mailbox begins. */
const mail =
  /(?:@|%40)(?<=((?:[\w.+'\u00c0-\u024f\u0370-\u052f-]|%2B)+)(?:@|%40))(?:[a-z0-9\u00c0-\u024f\u0370-\u052f-]+\.)+((?:xn--)?[a-z0-9\u00c0-\u024f\u0370-\u052f]{2,})/gi;
/** `icon@2x.png` and the like. */
const fileEndings = new Set(
  'avif css gif html ico jpeg jpg js json jsx map mjs pdf png svg ts tsx webp yaml yml'.split(' '),
);
/** `git@github.com:a/b` is everybody; `a@self.weights` multiplies matrices. */
const nobody = /^git$/i;
const noHost = /^(?:@|%40)(?:self|this)\./;

export function scrubEmails(text: string, marker: string): string {
  const people = spansAround(text, mail, match => {
    const ending = (match[2] ?? '').toLowerCase();
    const isHost = /\D/.test(ending) && !fileEndings.has(ending) && !noHost.test(match[0]);
    return isHost && !nobody.test(match[1] ?? '');
  });
  return replaceSpans(text, people, marker);
}

const socialSecurity =
  /(?<!(?<!\\|%[\dA-Fa-f])\w|[.-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g;

export function scrubSocialSecurity(text: string, marker: string): string {
  return text.replace(socialSecurity, marker);
}

const address4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g;
const address6 = /(?<![\w:.])[\da-f:]{2,39}(?:(?:\.\d{1,3}){3})?(?![\w:])/gi;
/** This machine, and none: they tell of nobody. */
const anyonesAddress = new Set(['127.0.0.1', '0.0.0.0', '::1', '::']);

export function scrubAddresses(text: string, marker: string): string {
  const replace = (found: string) => (anyonesAddress.has(found) || !isAddress(found) ? found : marker);
  return text.replace(address6, replace).replace(address4, replace);
}
