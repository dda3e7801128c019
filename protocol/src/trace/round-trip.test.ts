import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findTraces, linesOf } from './parse.ts';

interface Printed {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

const word = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,12}$/);
const path = fc.array(word, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
const number = fc.integer({ min: 1, max: 99_999 });
const frames = fc.array(
  fc.record({ file: path, name: word, line: number, column: number }).map(frame => ({ ...frame })),
  { minLength: 2, maxLength: 30 },
);
const message = fc.stringMatching(/^[a-z][a-z0-9 ,']{0,40}[a-z]$/);

/** How each runtime prints frames, given innermost first, and what of them can be read again. */
const runtimes: Record<
  string,
  {
    readonly print: (frames: readonly Printed[], message: string) => string;
    readonly read: (frame: Printed) => object;
    readonly type: string;
  }
> = {
  python: {
    print: (printed, text) =>
      [
        'Traceback (most recent call last):',
        ...printed
          .toReversed()
          .map(({ file, line, name }) => `  File "/srv/${file}.py", line ${line}, in ${name}\n    ${name}()`),
        `ValueError: ${text}`,
      ].join('\n'),
    read: ({ file, name, line }) => ({ file: `/srv/${file}.py`, function: name, line }),
    type: 'ValueError',
  },
  node: {
    print: (printed, text) =>
      `TypeError: ${text}\n${printed.map(({ file, line, column, name }) => `    at ${name} (/srv/${file}.js:${line}:${column})`).join('\n')}`,
    read: ({ file, name, line, column }) => ({ file: `/srv/${file}.js`, function: name, line, column }),
    type: 'TypeError',
  },
  javascript: {
    print: (printed, text) =>
      `TypeError: ${text}\n${printed.map(({ file, line, column, name }) => `${name}@https://shop.example/${file}.js:${line}:${column}`).join('\n')}`,
    read: ({ file, name, line, column }) => ({
      file: `https://shop.example/${file}.js`,
      function: name,
      line,
      column,
    }),
    type: 'TypeError',
  },
  java: {
    print: (printed, text) =>
      `com.shop.CartException: ${text}\n${printed.map(({ file, line, name }) => `\tat com.shop.${file.replaceAll('/', '.')}.${name}(Cart.java:${line})`).join('\n')}`,
    read: ({ file, name, line }) => ({
      file: 'Cart.java',
      module: `com.shop.${file.replaceAll('/', '.')}`,
      function: name,
      line,
    }),
    type: 'CartException',
  },
  csharp: {
    print: (printed, text) =>
      `Unhandled exception. Shop.CartException: ${text}\n${printed.map(({ file, line, name }) => `   at Shop.${file.replaceAll('/', '.')}.${name}(String id, List\`1 items) in /src/${file}.cs:line ${line}`).join('\n')}`,
    read: ({ file, name, line }) => ({
      file: `/src/${file}.cs`,
      module: `Shop.${file.replaceAll('/', '.')}`,
      function: name,
      line,
    }),
    type: 'Shop.CartException',
  },
  go: {
    print: (printed, text) =>
      `panic: ${text}\n\ngoroutine 1 [running]:\n${printed.map(({ file, line, name }) => `shop.example/${file}.(*Cart).${name}({0xc0000, 0x1}, ...)\n\t/srv/${file}.go:${line} +0x1d`).join('\n')}`,
    read: ({ file, name, line }) => ({
      file: `/srv/${file}.go`,
      module: `shop.example/${file}`,
      function: `(*Cart).${name}`,
      line,
    }),
    type: 'panic',
  },
  rust: {
    print: (printed, text) => {
      const [top] = printed;
      const place = `src/${top?.file}.rs:${top?.line}:${top?.column}`;
      const calls = printed.map(
        ({ file, line, column, name }, index) =>
          `${String(index).padStart(4)}: shop::${name}\n             at ./src/${file}.rs:${line}:${column}`,
      );
      return `thread 'main' panicked at ${place}:\n${text}\nstack backtrace:\n${calls.join('\n')}`;
    },
    read: ({ file, name, line, column }) => ({
      file: `src/${file}.rs`,
      function: `shop::${name}`,
      line,
      column,
    }),
    type: 'panic',
  },
  ruby: {
    print: ([top, ...callers], text) =>
      [
        `/srv/${top?.file}.rb:${top?.line}:in '${top?.name}': ${text} (ArgumentError)`,
        ...callers.map(({ file, line, name }) => `\tfrom /srv/${file}.rb:${line}:in '${name}'`),
      ].join('\n'),
    read: ({ file, name, line }) => ({ file: `/srv/${file}.rb`, function: name, line }),
    type: 'ArgumentError',
  },
  php: {
    print: (printed, text) => {
      const [top, ...rest] = printed;
      const calls = rest.map(
        ({ file, line }, index) =>
          `#${index} /srv/${file}.php(${line}): App\\Cart->${printed[index]?.name}('a', Array)`,
      );
      const last = `#${rest.length} /srv/index.php(1): ${printed.at(-1)?.name}()\n#${rest.length + 1} {main}`;
      return `PHP Fatal error:  Uncaught App\\Failure: ${text} in /srv/${top?.file}.php:${top?.line}\nStack trace:\n${[...calls, last].join('\n')}\n  thrown in /srv/${top?.file}.php on line ${top?.line}`;
    },
    read: ({ file, line }) => ({ file: `/srv/${file}.php`, line }),
    type: 'App\\Failure',
  },
  dart: {
    print: (printed, text) =>
      `Unhandled exception:\nFormatException: ${text}\n${printed.map(({ file, line, column, name }, index) => `${`#${index}`.padEnd(8)}${name} (package:shop/${file}.dart:${line}:${column})`).join('\n')}`,
    read: ({ file, name, line, column }) => ({
      file: `package:shop/${file}.dart`,
      function: name,
      line,
      column,
    }),
    type: 'FormatException',
  },
};

describe('a printed stack trace', () => {
  for (const [platform, { print, read, type }] of Object.entries(runtimes)) {
    it(`of ${platform} is read as it was printed`, () => {
      fc.assert(
        fc.property(frames, message, (printed, text) => {
          const [trace, ...more] = findTraces(linesOf(print(printed, text)));
          assert.equal(more.length, 0);
          assert.equal(trace?.platform, platform);
          const [exception] = trace.exceptions;
          assert.deepEqual([exception?.type, exception?.value], [type, text]);
          const innermostFirst = exception?.frames.toReversed() ?? [];
          assert.ok(innermostFirst.length >= printed.length);
          for (const [index, frame] of printed.entries()) {
            assert.deepEqual({ ...innermostFirst[index], ...read(frame) }, innermostFirst[index]);
          }
        }),
        { numRuns: 100 },
      );
    });
  }
});
