import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import fc from 'fast-check';
import type { Repository } from '../../git/repository.ts';
import type { PresentLine } from '../places/lines-now.ts';
import type { Marker } from '../places/marker.ts';
import { escaped, oneLine, prose } from '../plain-text.ts';
import { callsOf, nameOf } from './calls.ts';
import { capturedAt } from './captured-at.ts';
import { diagnosticOf } from './diagnostics.ts';
import { hoverMarkdown, hoverText } from './hover.ts';
import { lensesOf } from './lenses.ts';
import { variablesOf } from './variables.ts';

const payloads = [
  '<img src=x onerror=alert(1)>',
  '[a](command:workbench.action.quit) ![b](https://evil.example/x.png)',
  '<a href="command:evil">x</a> https://evil.example www.evil.example a@evil.example',
  '`x` ``` ~~~ **b** __c__ # d > e | f - g 1. h',
  '$(bug) $(flame~spin)',
  'one\ntwo\r\nthree\u2028four\u2029five\u0085six',
  '\u202Eevil\u2066x\u2069\u200B\u200D\uFEFF\u3164',
  '\u001B[31mred\u001B]8;;http://evil\u0007link\u001B]8;;\u0007',
  '\uD800 lone \uDC00 surrogates',
  'x'.repeat(1_000_000),
  '`'.repeat(1_000_000),
  '[('.repeat(500_000),
  '\u202E'.repeat(1_000_000),
  '\n'.repeat(1_000_000),
];

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

function issueOf(text: string): Issue {
  return {
    id: 'SHOP-1',
    project: 'shop',
    status: 'NEW',
    version: 1,
    title: text,
    culprit: text,
    level: 'error',
    platform: text,
    count: 2,
    users: 1,
    firstSeen: '2026-01-01T10:20:30Z',
    lastSeen: '2026-01-02T10:20:30Z',
    lastRelease: text,
    fingerprint: 'f',
  };
}

function markerOf(text: string): Marker {
  const line = { uri: 'file:///w/a.ts', path: 'a.ts', line: 1, symbol: text, index: 1 };
  const repository = {} as Repository;
  return { ...line, issue: 'SHOP-1', repository, commit: 'c', trace: [{ ...line, index: 0 }] };
}

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const now = Date.parse('2026-01-02T12:00:00Z');

/** All that is shown of an issue whose every text is this one. */
function shownOf(text: string) {
  const [issue, marker] = [issueOf(text), markerOf(text)];
  const at: PresentLine = { uri: marker.uri, range, kept: true };
  const calls = callsOf(marker).map(call => ({ ...call, at }));
  const diagnostic = diagnosticOf(issue, range, { calls, now });
  const suspect = {
    commit: 'a'.repeat(40),
    author: text,
    email: text,
    date: '2026-01-01T00:00:00Z',
    subject: text,
  };
  const values = { [text.slice(0, 200_000)]: text, list: [text, { [text.slice(0, 200_000)]: text }] };
  const frames = [
    { function: text, file: text, inApp: true },
    { function: text, file: text, inApp: true, variables: values },
  ];
  const event = { exceptions: [{ type: text, value: text, frames }] } as unknown as Event;
  const content = {
    issue,
    frames: [{ uri: marker.uri, path: text, line: 1, name: nameOf(marker), isHere: true }],
    variables: variablesOf(capturedAt(event, marker)),
    diagnosis: {
      cause: text,
      locations: [],
      suspects: [{ ...suspect, score: 1, reasons: [text] }],
      owners: [{ name: text, source: 'blame' as const, share: 1 }],
      unmapped: [],
      confidence: 1,
    },
    blame: {
      ...suspect,
      line: 1,
      text,
      originalFile: text,
      originalLine: 1,
      boundary: false,
      previous: undefined,
    },
    isPending: true,
  };
  const lenses = lensesOf([{ issue, range, fix: 'none' }], { clientCommands: true, now });
  return {
    message: String(diagnostic.message),
    related: diagnostic.relatedInformation?.map(({ message }) => message) ?? [],
    lens: lenses.map(({ command }) => command?.title ?? '').join(),
    markdown: hoverMarkdown(content),
    text: hoverText(content),
  };
}

/** What is left of Markdown beside escaped marks and stretches of code, read from the left as an editor does. */
function outsideCode(markdown: string): string {
  const token = /\\[!-/:-@[-`{-~]|(`+)(?:[^`]|[^`][\s\S]*?[^`])\1(?!`)|[\s\S]/gu;
  return [...markdown.matchAll(token)].map(([part]) => (part.length === 1 ? part : '')).join('');
}

describe('what strangers wrote', () => {
  it('is short, harmless text wherever it is shown in the code', () => {
    for (const payload of payloads) {
      const { message, related, lens, markdown, text } = shownOf(payload);
      assert.equal(message.split('\n').length, 2);
      for (const said of [
        ...message.split('\n'),
        ...related,
        lens,
        ...markdown.split('\n'),
        ...text.split('\n'),
      ]) {
        assert.doesNotMatch(said, unseen);
        assert.ok(said.length < 3_000, `${said.length} characters`);
      }
      assert.ok(!lens.replace('$(bug)', '').includes('$('), lens);
    }
  });

  it('means nothing in Markdown', () => {
    for (const payload of payloads) {
      // What is left without escaped marks, code and the links that are ours.
      const { markdown } = shownOf(payload);
      const bare = markdown
        .replace(/\\[!-/:-@[-`{-~]/g, '')
        .replace(/`[^`\n]+`/g, '')
        .replace(/\]\(<file:\/\/\/w\/a\.ts#L1>\)/g, ']');
      assert.doesNotMatch(bare, /[<>]|\]\(|!\[|command:|https?:|www\.|&/);
    }
  });

  it('cannot leave the code that a sentence of ours names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('`', '<', '[', ']', '(', '\\', 'a', ' ', '\n') }),
        text => {
          const outside = outsideCode(prose(text));
          assert.doesNotMatch(outside, /[`<[\]()\n]/);
        },
      ),
    );
  });

  it('is cut in time, and not in the middle of a character', () => {
    for (const payload of payloads) {
      const times = [1, 2, 3].map(() => {
        const began = performance.now();
        shownOf(payload);
        return performance.now() - began;
      });
      assert.ok(Math.min(...times) < 50, `${times.join()} ms for ${payload.slice(0, 20)}`);
    }
    assert.equal(oneLine(`${'x'.repeat(299)}😀`), `${'x'.repeat(299)}\u{fffd}…`);
    assert.equal(oneLine('⚠\uFE0F careful'), '⚠ careful');
    assert.equal(escaped('a  b'), 'a  b');
  });
});
