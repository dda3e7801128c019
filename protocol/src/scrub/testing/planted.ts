import type { Event } from '../../event.ts';
import { sampleEvent, sampleFrame } from '../../testing/sample-event.ts';

/** A secret as it may stand in a text, and the part of it that must not be stored. */
export interface Planted {
  readonly text: string;
  readonly core: string;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = upper.toLowerCase();
const digits = '0123456789';
const word = `${upper}${lower}${digits}`;
const hex = '0123456789abcdef';

/** Characters that look random, the same for the same seed. */
function letters(seed: number, length: number, alphabet = word): string {
  let state = seed % 0x7fffffff;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return alphabet[(state >> 8) % alphabet.length];
  }).join('');
}

const whole = (make: (seed: number) => string) => (seed: number) => {
  const text = make(seed);
  return { text, core: text };
};

const base64 = (text: string) => Buffer.from(text).toString('base64url');

function withCheckDigit(number: string): string {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return number + ((10 - (sum % 10)) % 10);
}

function germanIban(seed: number): string {
  const account = letters(seed, 18, digits);
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}

const grouped = (text: string) => text.replace(/.{4}(?=.)/g, '$& ');

/** One of each kind, made of a seed. */
export const secrets: readonly ((seed: number) => Planted)[] = [
  whole(seed => `AKIA${letters(seed, 16, `${upper}234567`)}`),
  whole(seed => `ghp_${letters(seed, 36)}`),
  whole(seed => `github_pat_${letters(seed, 22)}_${letters(seed + 1, 59)}`),
  whole(seed => `glpat-${letters(seed, 20, `${word}_-`)}`),
  whole(seed => `xoxb-${letters(seed, 12, digits)}-${letters(seed + 1, 24)}`),
  whole(seed => `sk_live_${letters(seed, 24)}`),
  whole(seed => `npm_${letters(seed, 36)}`),
  whole(seed => `sk-proj-${letters(seed, 48, `${word}_-`)}`),
  whole(seed => `sk-ant-api03-${letters(seed, 93, `${word}_-`)}`),
  whole(seed => `AIza${letters(seed, 35, `${word}_-`)}`),
  whole(seed => `SG.${letters(seed, 22)}.${letters(seed + 1, 43)}`),
  whole(seed => [base64('{"alg":"HS256"}'), base64(`{"sub":"${seed}"}`), letters(seed, 43)].join('.')),
  whole(seed => withCheckDigit(`4${letters(seed, 14, digits)}`)),
  whole(seed => grouped(withCheckDigit(`51${letters(seed, 13, digits)}`))),
  whole(germanIban),
  whole(seed => grouped(germanIban(seed))),
  whole(seed => `1${letters(seed, 2, '1234')}-1${letters(seed, 1, digits)}-9${letters(seed, 3, digits)}`),
  whole(seed => `u${letters(seed, 8, lower)}@${letters(seed, 8, lower)}.example`),
  seed => {
    const core = letters(seed, 64);
    return { text: `-----BEGIN PRIVATE KEY-----\n${core}\n-----END PRIVATE KEY-----`, core };
  },
  ...[
    (core: string) => `postgres://app:${core}@db:5432/shop`,
    (core: string) => `Bearer ${core}1`,
    (core: string) => `Basic ${core}`,
    (core: string) => `Authorization: Digest username=u, response=${core}`,
    (core: string) => `Cookie: theme=dark; sid=${core}`,
    (core: string) => `password=${core}&a=b`,
    (core: string) => `{"token": "${core}", "a": 1}`,
    (core: string) => `{'api_key': '${core}', 'a': 1}`,
    (core: string) => `{\\"clientSecret\\":\\"${core}\\"}`,
    (core: string) => `Server=h;Password=${core};Timeout=3`,
    (core: string) => `--db-password ${core} -v`,
  ].map(form => (seed: number) => {
    const core = form('').startsWith('Basic')
      ? Buffer.from(`u:${letters(seed, 12)}`).toString('base64')
      : letters(seed, 12, hex);
    return { text: form(core), core };
  }),
];

type Place = (text: string) => Partial<Event>;

const inFrame = (frame: Parameters<typeof sampleFrame>[0]): Partial<Event> => ({
  exceptions: [{ type: 'E', value: 'v', frames: [sampleFrame(frame)] }],
});

/** Where text of strangers may stand in an event. */
export const places: readonly Place[] = [
  text => ({ message: text }),
  text => ({ transaction: text }),
  text => ({ logger: text }),
  text => ({ exceptions: [{ type: 'E', value: text, frames: [] }] }),
  text => inFrame({ variables: { x: text } }),
  text => inFrame({ variables: { x: { y: [1, { z: [text] }] } } }),
  text => inFrame({ variables: { x: JSON.stringify({ y: text.replaceAll('"', "'") }) } }),
  text => ({ request: { url: `https://h/?x=${text}` } }),
  text => ({ request: { query: text } }),
  text => ({ request: { headers: { 'X-Custom': text } } }),
  text => ({ request: { body: text } }),
  text => ({ request: { body: { x: [text] } } }),
  text => ({ user: { id: '1', name: text } }),
  text => ({ tags: { x: text } }),
  text => ({ contexts: { x: { y: text } } }),
  text => ({ contexts: { x: { [text]: 1 } } }),
  text => ({ breadcrumbs: [{ message: text }] }),
  text => ({ breadcrumbs: [{ category: text }] }),
  text => ({ fingerprint: ['a', text] }),
];

export function eventWith(place: Place, text: string): Event {
  return sampleEvent('f', { release: 'shop@1', ...place(text) });
}
