import type { Diagnosis } from '@errata/protocol/diagnosis';
import { type Event, type Exception, eventSchema, type Frame } from '@errata/protocol/event';
import { diagnose } from '../../../agent/src/diagnose/diagnose.ts';
import type { MappedPlace } from '../../../agent/src/diagnose/mapped.ts';
import type { Slice } from '../../../agent/src/diagnose/slice.ts';
import type { Sources } from '../../../agent/src/diagnose/sources.ts';

/** Nothing of these may ever be told to a model. */
export const canaries = ['hunter2-canary-7f3a', 'AKIAIOSFODNN7CANARY'];

/** A small program, an error of it, and all else that a model is shown. */
export interface Scene {
  readonly event: Event;
  readonly files: Record<string, string>;
  /** What the sandbox printed of a fix that did not hold. */
  readonly failure: { output: string; explanation: string };
}

const order = `// Sums up what is ordered.
export function total(order) {
  const items = order.lines;
  return items.map(item => item.price * item.count).reduce((sum, each) => sum + each, 0);
}
`;
const checkout = `import { total } from './order.js';

export function checkout(cart) {
  return { amount: total(cart), paid: false };
}
`;
const test = `import assert from 'node:assert/strict';
import { total } from '../src/order.js';

it('sums up', () => {
  assert.equal(total({ lines: [{ price: 1, count: 3 }] }), 3);
});
`;

export function newScene(): Scene {
  const crash = frame('src/order.js', 'total', 4, '  return items.map(item => item.price * item.count)');
  return {
    event: eventSchema.parse({
      id: 'a'.repeat(32),
      timestamp: '2026-01-01T00:00:00Z',
      platform: 'node',
      level: 'error',
      exceptions: [
        {
          type: 'TypeError',
          value: "Cannot read properties of undefined (reading 'map')",
          frames: [
            frame('src/checkout.js', 'checkout', 4, '  return { amount: total(cart), paid: false };'),
            { ...crash, variables: { order: { id: 7 }, password: canaries[0] } },
          ],
        },
        {
          type: 'CheckoutError',
          value: 'The checkout failed',
          frames: [frame('src/checkout.js', 'checkout', 4, '')],
        },
      ],
      tags: { region: 'eu' },
      contexts: { aws: { key: canaries[1] } },
      breadcrumbs: [{ category: 'http', message: 'POST /checkout', level: 'info' }],
      request: {
        method: 'POST',
        url: 'https://shop.example/checkout',
        headers: { authorization: `Bearer ${canaries[0]}` },
      },
    }),
    files: {
      'src/order.js': order,
      'src/checkout.js': checkout,
      'test/order.test.js': test,
      'package.json': '{\n  "name": "shop",\n  "scripts": { "test": "node --test" }\n}\n',
      'package-lock.json': '{\n  "lockfileVersion": 3\n}\n',
      '.github/workflows/ci.yml': 'on: push\njobs: {}\n',
      '.gitattributes': '* text=auto\n',
      '.env': `PASSWORD=${canaries[0]}\n`,
    },
    failure: { output: '1 failing\n  AssertionError: 0 == 3', explanation: 'Start with no lines.' },
  };
}

function frame(file: string, name: string, line: number, contextLine: string): Frame {
  return { file, function: name, line, inApp: true, contextLine };
}

export function crashOf({ event }: Scene): { exception: Exception; frame: Frame } {
  const exception = event.exceptions[0];
  const frame = exception?.frames.at(-1);
  if (exception === undefined || frame === undefined) throw new Error('A scene has a crash.');
  return { exception, frame };
}

/** What the agent finds out about a scene before it asks a model. */
export interface Looked {
  readonly diagnosis: Diagnosis;
  readonly mapped: readonly MappedPlace[];
  readonly slice: Slice;
  readonly sources: Sources;
}

export async function lookAt(scene: Scene): Promise<Looked> {
  const { event, files } = scene;
  const sources: Sources = { list: async () => Object.keys(files), read: async path => files[path] };
  const paths = ['src/checkout.js', 'src/order.js'];
  const mapped = (event.exceptions[0]?.frames ?? []).map(
    (each, index): MappedPlace => ({
      index,
      frame: each,
      file: paths[index] ?? '',
      line: 4,
      mapping: 'exact',
    }),
  );
  const { slice, ...found } = await diagnose({ event, tree: sources, mapped });
  const diagnosis: Diagnosis = { ...found, suspects: [], owners: [], unmapped: [] };
  return { diagnosis, mapped, slice, sources };
}
