import assert from 'node:assert/strict';
import type { LocateReport } from '@errata/protocol/cli';
import { locateText } from './locate-text.ts';

const report: LocateReport = {
  cause: '`cart` is undefined.',
  locations: [
    { file: 'a.js', line: 2, symbol: 'total', score: 0.5, reasons: ['raised here'], mapping: 'exact' },
  ],
  suspects: [],
  owners: [{ name: '@shop', source: 'CODEOWNERS', share: 1, reasons: ['CODEOWNERS: *'] }],
  unmapped: [],
  confidence: 0.5,
  repository: '/r',
  head: 'a'.repeat(40),
};
const modified = { date: '2026-01-02T03:04:05+00:00', commit: 'b', subject: 's' };

describe('the text of errata locate', () => {
  it('is as short as what is known', () => {
    assert.equal(
      locateText(report),
      [
        '`cart` is undefined.',
        'Locations\n  0.50  a.js:2  total\n        raised here',
        'Suspects\n  nothing convincing',
        'Owners\n  @shop (CODEOWNERS, 100 %)\n    CODEOWNERS: *',
      ].join('\n\n'),
    );
  });

  it('says where it may be an error of another repository', () => {
    const doubt = (verdict: 'here' | 'unsure' | 'elsewhere', reasons: string[]) =>
      locateText({ ...report, belongs: { verdict, reasons } }).split('\n\n')[1];
    assert.match(doubt('here', ['it stands there']) ?? '', /^Locations/);
    assert.equal(
      doubt('unsure', []),
      'It is not certain that this is an error of this repository: only its paths fit.',
    );
    assert.equal(
      doubt('elsewhere', ['the code that the trace quotes is not in a.js', 'other\u001b[2J']),
      'This seems to be an error of another repository: the code that the trace quotes is not in a.js; other\ufffd[2J.',
    );
  });

  it('shows who answers for each file in a table', () => {
    const responsibility = [
      {
        file: 'a.js',
        primaryAuthor: 'Ann <ann@x>',
        contribution: 0.75,
        codeOwners: ['@shop', '@all'],
        lastModified: { ...modified, by: 'Bo <bo@x>' },
        commits: 4,
        bounded: false,
      },
      {
        file: 'long/name.js',
        primaryAuthor: '<nameless@x>',
        contribution: 1,
        codeOwners: [],
        lastModified: { ...modified, by: 'Ann <ann@x>' },
        commits: 500,
        bounded: true,
      },
    ];
    const text = locateText({ ...report, responsibility });
    assert.deepEqual(text.slice(text.indexOf('Responsibility')).split('\n'), [
      'Responsibility',
      '  file          primary author      commits  code owner  last modified',
      '  a.js          Ann 75 %            4        @shop @all  2026-01-02 Bo',
      '  long/name.js  <nameless@x> 100 %  500+     –           2026-01-02 Ann',
      '  + only the newest commits were counted',
    ]);
  });

  it('lists whom the error concerns, the first of many, and what terminals would obey as it is', () => {
    const impact = {
      symbol: 'total',
      callers: Array.from({ length: 9 }, (_, at) => ({ file: 'b.js', line: at + 1, certain: at === 0 })),
      moreCallers: 3,
      tests: [{ file: 't.js', line: 1, name: 'adds \u001b[31m up', calls: 2, certain: true }],
      moreTests: 0,
      occurrences: {
        count: 1,
        users: 1,
        firstSeen: '2026-01-01T00:00:00Z',
        lastSeen: '2026-01-01T00:00:00Z',
        releases: [{ release: '', count: 1 }],
      },
    };
    const lines = locateText({ ...report, impact }).split('\n');
    const at = lines.indexOf('Impact');
    assert.deepEqual(lines.slice(at + 1, at + 6), [
      '  seen once, 1 user, first 2026-01-01T00:00, last 2026-01-01T00:00, on',
      '    no release  1×',
      '  total is called by',
      '    b.js:1',
      '    b.js:2  (by its name)',
    ]);
    assert.deepEqual(lines.slice(-3), [
      '    and 4 more',
      '  and run by the tests',
      '    t.js:1  adds �[31m up  (over 2 calls)',
    ]);
  });
});
