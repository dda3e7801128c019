import assert from 'node:assert/strict';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import fc from 'fast-check';
import { escaped } from '../plain-text.ts';
import { type HoverContent, hoverMarkdown, hoverText } from './hover.ts';

const issue: Issue = {
  id: 'SHOP-1',
  project: 'shop',
  status: 'NEW',
  version: 1,
  title: 'TypeError: [x](command:evil) <img src=x> `y`',
  culprit: 'total',
  level: 'error',
  platform: 'node',
  count: 3,
  users: 0,
  firstSeen: '2026-01-01T10:20:30Z',
  lastSeen: '2026-01-02T10:20:30Z',
  lastRelease: 'shop@1.2.3',
  fingerprint: 'f',
};
const frames = [
  { uri: 'file:///w/a%20(b)/cart.ts', path: 'a (b)/cart.ts', line: 12, symbol: 'Cart.total' },
  { uri: 'file:///w/server.ts', path: 'server.ts', line: 3, symbol: undefined },
];
const diagnosis: Diagnosis = {
  cause: '`cart.items` is undefined.',
  locations: [],
  suspects: [
    {
      commit: 'a'.repeat(40),
      author: 'Ann',
      email: 'a@b',
      date: '2026-01-01T00:00:00+00:00',
      subject: 'Drop the *default*',
      score: 0.8,
      reasons: ['wrote the line'],
    },
  ],
  owners: [{ name: '@shop/cart', source: 'CODEOWNERS', share: 1 }],
  unmapped: [],
  confidence: 0.9,
};

describe('the hover of an issue', () => {
  it('links each frame, and names suspects and owners', () => {
    assert.equal(
      hoverMarkdown({ issue, frames, diagnosis }),
      [
        '**TypeError\\: \\[x\\]\\(command\\:evil\\) \\<img src\\=x\\> \\`y\\`** · SHOP\\-1',
        'Seen 3 times\\, first 2026\\-01\\-01 10\\:20 UTC\\, last 2026\\-01\\-02 10\\:20 UTC\\, release shop\\@1\\.2\\.3\\.',
        '\\`cart\\.items\\` is undefined\\.',
        [
          '- [Cart\\.total — a \\(b\\)\\/cart\\.ts\\:12](<file:///w/a%20(b)/cart.ts#L12>)',
          '- [\\(anonymous\\) — server\\.ts\\:3](<file:///w/server.ts#L3>)',
        ].join('\n'),
        'Suspect commits',
        '- `aaaaaaaa` Drop the \\*default\\* — Ann, 2026-01-01: wrote the line',
        'Owners: \\@shop\\/cart (CODEOWNERS)',
      ].join('\n\n'),
    );
  });

  it('is plain text where the editor shows no Markdown, and says how many frames are left out', () => {
    const many = Array.from({ length: 15 }, (_, line) => ({ ...frames[1], line: line + 1 }));
    const content = { issue, frames: many, diagnosis: undefined } as HoverContent;
    const lines = hoverText(content).split('\n');
    assert.equal(lines[2], '  (anonymous)  server.ts:1');
    assert.equal(lines.at(-1), '- and 3 more');
    assert.equal(lines.length, 2 + 12 + 1);
  });

  it('lets no character of an event mean anything in Markdown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
        const safe = escaped(text);
        assert.doesNotMatch(safe.replace(/\\[!-/:-@[-`{-~]/g, ''), /[!-/:-@[-`{-~\n\r\u202e\u200b]/);
      }),
    );
  });
});
