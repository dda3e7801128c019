import { samples } from './samples.ts';

/** Times that which a log without traces takes. */
const barren = 12;
const fertile = 50;

interface HostileText {
  readonly text: string;
  /** How many times as long as a log without traces it may take. */
  readonly times: number;
}

/** Texts that parsers are slow on if they look back too often, one at a time, and how much each may take. */
export function* hostileTexts(size: number): Generator<HostileText> {
  const repeated = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  for (const piece of [...characters, ...lines]) yield { text: repeated(piece), times: barren };
  for (const [index, head] of heads.entries()) {
    for (const [turn, piece] of characters.entries()) {
      // A line is passed over whole from 16 KB on, or from 8 KB.
      const length = [15_000, 8_000, 500][(index + turn) % 3] ?? 500;
      const line = `${head}${piece.repeat(length / piece.length)}\n`;
      const text = length === 500 ? repeated(`    at f (/a.js:1:2)\n${line}`) : repeated(line);
      yield { text, times: barren };
    }
  }
  // Here tens of thousands of traces come out; it is their number that takes time.
  for (const sample of Object.values(samples)) {
    const texts = [
      sample.replaceAll('\n', '\\n'),
      `${sample}\n`,
      ...sample
        .split('\n')
        .slice(0, 8)
        .map(line => `${line}\n`),
    ];
    for (const text of texts) yield { text: repeated(text), times: fertile };
  }
}

const characters = [
  ' ',
  '\t',
  'a',
  '1',
  '(',
  ')',
  '@',
  '#0 ',
  '|',
  '[',
  '<',
  '.',
  '/',
  '\\',
  "'",
  '`',
  '"',
  ':1',
  ':1:1',
  'a.',
  'A\\',
  'A::',
  'at ',
  ' in ',
  ' at ',
  ', ',
  '\\n',
  '0x',
  '$',
  '-',
];
const heads = [
  '    at ',
  '\tat a.b',
  '   at A.B(',
  '#0 ',
  '#0      f (',
  'f@http://',
  '  File "',
  'Error: ',
  'panic: ',
  "thread 'x' panicked at ",
  '[object] (A(code: 0): ',
  'Uncaught ',
  'a.rb:1:in `',
  '\tfrom ',
  '{"stack":"',
  '  | ',
  'x (',
  'Caused by: ',
  '   0: ',
  'goroutine 1 [',
];
const lines = [
  '',
  '\n',
  'Error ',
  'File "',
  'a.B: ',
  '\u001b[',
  '2024-01-01 ',
  'app-1 |   at x\n',
  'foo  at x\nbar  at y\n',
  'stack backtrace:\n',
  'Caused by:\n',
  'Caused by: a\n',
  'Stack trace:\n',
  '[stacktrace]\n',
  'Traceback (most recent call last):\n',
  'goroutine 1 [a]:\n',
  '  + Exception Group Traceback (most recent call last):\n',
  '  +-+---------------- 1 ----------------\n',
  '[errors]: [\n',
  '[cause]: x\n',
  '[cause]: [x] {\n',
  '   --- End of inner exception stack trace ---\n',
  'x ---> y\n',
  '{"a":"\\n"}\n',
  '{"log":"\\n"}\n',
  'Unhandled exception:\n',
  'The following A was thrown x:\n',
].filter(line => line !== '');
