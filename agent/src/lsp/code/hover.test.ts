import assert from 'node:assert/strict';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import fc from 'fast-check';
import type { BlameLine } from '../../git/blame.ts';
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
  users: 2,
  firstSeen: '2026-01-01T10:20:30Z',
  lastSeen: '2026-01-02T10:20:30Z',
  lastRelease: 'shop@1.2.3',
  fingerprint: 'f',
};
const frames = [
  { uri: 'file:///w/a%20(b)/cart.ts', path: 'a (b)/cart.ts', line: 12, name: 'Cart.total', isHere: true },
  { uri: 'file:///w/server.ts', path: 'server.ts', line: 3, name: 'handle', isHere: false },
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

const blame = {
  commit: 'b'.repeat(40),
  author: 'Bob',
  date: '2026-01-01T00:00:00+00:00',
  subject: 'Make `it` faster',
} as BlameLine;
const bare: HoverContent = {
  issue,
  frames: [],
  variables: { shown: [], more: 0 },
  diagnosis: undefined,
  blame: undefined,
  isPending: false,
};

describe('the hover of an issue', () => {
  it('links each frame, tells the variables, who wrote the line, suspects and owners', () => {
    const variables = { shown: [{ name: 'items', value: '[1, *2*]' }], more: 2 };
    assert.equal(
      hoverMarkdown({ ...bare, frames, variables, diagnosis, blame, isPending: true }),
      [
        '**TypeError\\: \\[x\\]\\(command\\:evil\\) \\<img src\\=x\\> \\`y\\`** · SHOP\\-1',
        'Seen 3 times\\, first on 2026\\-01\\-01 10\\:20 UTC\\, last on 2026\\-01\\-02 10\\:20 UTC\\. Users\\: 2\\. Release\\: shop\\@1\\.2\\.3\\.',
        '`cart.items` is undefined\\.',
        [
          '- **[Cart\\.total — a \\(b\\)\\/cart\\.ts\\:12](<file:///w/a%20(b)/cart.ts#L12>)**',
          '- [handle — server\\.ts\\:3](<file:///w/server.ts#L3>)',
        ].join('\n'),
        'Variables when it last happened',
        '- **items** = \\[1\\, \\*2\\*\\]\n- and 2 more',
        'Last change of this line',
        '- bbbbbbbb Make \\`it\\` faster — Bob, 2026-01-01',
        'Suspect commits',
        '- aaaaaaaa Drop the \\*default\\* — Ann, 2026-01-01: wrote the line',
        'Owners\\: \\@shop\\/cart',
        '_More is being looked for\\, and will be here the next time\\._',
      ].join('\n\n'),
    );
  });

  it('is plain text where the editor shows no Markdown, and says how many frames are left out', () => {
    const many = Array.from({ length: 15 }, (_, line) => ({
      uri: 'file:///w/server.ts',
      path: 'server.ts',
      line: line + 1,
      name: 'handle',
      isHere: line === 0,
    }));
    const lines = hoverText({ ...bare, frames: many }).split('\n');
    assert.equal(lines[2], '- handle  server.ts:1  ←');
    assert.equal(lines.at(-1), '- and 3 more');
    assert.equal(lines.length, 2 + 12 + 1);
  });

  it('says what is known of an issue that has nothing else', () => {
    const once = { ...issue, count: 1, users: 0, lastRelease: undefined } as Issue;
    assert.equal(
      hoverText({ ...bare, issue: once }),
      'TypeError: [x](command:evil) <img src=x> `y` · SHOP-1\nSeen once, on 2026-01-02 10:20 UTC.',
    );
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
