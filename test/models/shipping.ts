import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScriptedAnswer, WireRequest } from './wire-server.ts';

/*
 * A shop that knows countries by their codes in capital letters, and an order whose code is in small ones and names a region: the program
 * throws on purpose, and nothing but the sense of it tells what to do. For tests.
 */

const zones = `const countries = { eu: ['DE', 'FR'], us: ['US'] };

export function zoneOf(code) {
  return Object.keys(countries).find(zone => countries[zone].includes(code));
}
`;

const shipping = `import { zoneOf } from './zones.js';

const rates = { eu: 5, us: 9 };

export function rateFor(order) {
  const zone = zoneOf(order.country);
  if (zone === undefined) throw new Error(\`no zone for \${order.country}\`);
  return rates[zone];
}
`;

const tests = `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rateFor } from '../src/shipping.js';

it('has a rate for each zone', () => {
  assert.equal(rateFor({ country: 'DE' }), 5);
  assert.equal(rateFor({ country: 'US' }), 9);
});

it('does not ship to where it has no rate', () => {
  assert.throws(() => rateFor({ country: 'XX' }));
  assert.throws(() => rateFor({ country: 'xx' }));
  assert.throws(() => rateFor({ country: '' }));
});
`;

export const shippingFiles: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/zones.js': zones,
  'src/shipping.js': shipping,
  'test/shipping.test.js': tests,
};

/** What a Sentry SDK with local variables sends of it. */
export const shippingEvent = {
  event_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  platform: 'node',
  level: 'error',
  exception: {
    values: [
      {
        type: 'Error',
        value: 'no zone for de-BE',
        stacktrace: {
          frames: [
            {
              filename: '/app/src/shipping.js',
              function: 'rateFor',
              lineno: 7,
              colno: 33,
              in_app: true,
              vars: { order: { country: 'de-BE' } },
            },
          ],
        },
      },
    ],
  },
};

/** A repository of these files, in a folder that is there. */
export async function makeShipping(
  root: string,
  files: Readonly<Record<string, string>> = shippingFiles,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: root });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'start');
}

/** A fix in the form that is asked for. */
export function edit(path: string, search: string, replace: string, explanation: string): string {
  return `LABEL: root-cause\nEXPLANATION: ${explanation}\n\nFILE: ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
}

export const lookup = '  return Object.keys(countries).find(zone => countries[zone].includes(code));';

export const answers = {
  cause: JSON.stringify({
    found: true,
    cause: 'Codes with a region are not found, since the table has those of countries alone.',
    evidence: [{ file: 'src/zones.js', line: 4, code: lookup.trim(), why: 'it compares the whole code' }],
    producedAt: { file: 'src/zones.js', line: 4, code: lookup.trim() },
    strategy: 'Look up the country of a code.',
    disprovedBy: 'A code without a region that fails.',
  }),
  /** Not enough for the order that failed. */
  wrong: edit(
    'src/zones.js',
    lookup,
    lookup.replace('(code)', '(code.toUpperCase())'),
    'Codes are looked up in capital letters.',
  ),
  right: edit(
    'src/zones.js',
    lookup,
    `  const country = code.split('-', 1)[0].toUpperCase();\n${lookup.replace('(code)', '(country)')}`,
    'Codes are looked up by their country, in capital letters.',
  ),
};

/** Whether the root cause is asked for. */
export function asksForCause({ schema }: WireRequest): boolean {
  return schema !== undefined;
}

/** Knows the cause; its first fix is wrong, and the right one comes when it is told so. */
export function learning(request: WireRequest): ScriptedAnswer {
  if (asksForCause(request)) return answers.cause;
  return request.text.includes('was tried and does not hold') ? answers.right : answers.wrong;
}
