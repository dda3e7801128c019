import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import { groupingOf } from '../fingerprint.ts';

/** What the first strategy gave when it was current. Issues in the store have these: they must never change. */
const golden: readonly (readonly [Partial<Event>, string])[] = [
  [{ exceptions: sampleEvent('total').exceptions }, 'v1:fc9daad5729ef0063ae14336b10502e0'],
  [
    {
      exceptions: [
        {
          type: 'RangeError',
          value: 'x',
          frames: [
            sampleFrame({ function: 'a' }),
            sampleFrame({ function: 'b', file: 'C:\\w\\dist\\main.8f3a2b1c.js?x' }),
            sampleFrame({ function: 'a' }),
            sampleFrame({ inApp: false }),
          ],
        },
      ],
    },
    'v1:087d1b674157b7a0f7bef1520be3179d',
  ],
  [
    {
      exceptions: [
        { type: 'KeyError', value: "'a'", frames: [sampleFrame({ file: 'x.py', module: 'app.x' })] },
        { type: 'Lib', value: 'x', frames: [sampleFrame({ inApp: false })] },
        { type: 'Outer', value: 'x', frames: [{ file: 'https://h/a/b.js', line: 7, inApp: true }] },
      ],
    },
    'v1:86f962bf4566b5e472ea21bc16590ac9',
  ],
  [
    { exceptions: [{ type: 'E', value: '', frames: [{ file: '', inApp: true }] }] },
    'v1:0b481088f2bdb9e71e80519e0f576312',
  ],
  [
    {
      exceptions: [],
      message:
        ' 5 of a@b.example at 10.0.0.1 on 2026-01-02T03:04:05Z: deadbeef12 0xff "q" 9b2f1c3e-1111-2222-3333-444455556666 ',
    },
    'v1:99154e4ee7db907c39f84ee5075bd332',
  ],
  [{ exceptions: [] }, 'v1:2131a9c076fe2712832dbb66df045b7d'],
  [
    { exceptions: [{ type: 'E', value: "user 12345678 of 'b'", frames: [] }] },
    'v1:65061c9007f58a388dc75daab86ed81d',
  ],
  [{ fingerprint: ['{{ default }}', 'mine', '{{ type }}'] }, 'v1:1c11a9065e8345005c670a34de0bc1cb'],
];

describe('the first strategy', () => {
  it('gives the fingerprints that it has always given', () => {
    for (const [changes, fingerprint] of golden)
      assert.equal(groupingOf(sampleEvent('total', changes), { version: 'v1' }).fingerprint, fingerprint);
  });
});
