import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventSchema } from '../event.ts';
import { eventFromTrace, findTraces, linesOf, TraceError } from './parse.ts';
import { samples } from './testing/samples.ts';
import { shown, shownException } from './testing/shown.ts';

const pieces = fc.constantFrom(...Object.values(samples).flatMap(sample => sample.split('\n')));
const text = fc.array(fc.oneof({ weight: 3, arbitrary: pieces }, fc.string()), { maxLength: 40 });
const logLine = fc.constantFrom(
  '2024-05-01 12:00:00,123 INFO shop: at home since noon (12:30)',
  '2024-05-01 12:00:01,456 WARN shop: file "a.py", line 3 is long',
  '[2024-05-01 12:00:02] local.INFO: #12 is fixed {"a":[]} []',
  'May 01 12:00:03 host app[12]: from 10:20 to 11:30',
  'INFO  panic: nobody did',
  '{"level":30,"msg":"goroutine 1 [running]"}',
);

describe('findTraces', () => {
  it('finds traces in order, apart from each other, whose events are valid', () => {
    fc.assert(
      fc.property(text, content => {
        const lines = linesOf(content.join('\n'));
        const traces = findTraces(lines);
        let end = 0;
        for (const trace of traces) {
          assert.ok(trace.start >= end && trace.end > trace.start && trace.end <= lines.length);
          end = trace.end;
        }
        if (traces.length > 0) eventSchema.parse(eventFromTrace(content.join('\n')));
        else assert.throws(() => eventFromTrace(content.join('\n')), TraceError);
      }),
      { numRuns: 500 },
    );
  });

  it('finds the same in a log, in a log with prefixes, with other ends of lines and in colour', () => {
    const prefix = fc.constantFrom(
      'web-1  | ',
      '2024-05-01T12:00:00.25Z stderr F ',
      'May 01 12:00:00 host app[17]: ',
      '[pod/web-7d9/app] ',
      '2024-05-01T12:00:00.123456+00:00 app[web.1]: ',
    );
    for (const [language, sample] of Object.entries(samples)) {
      const wanted = shown(sample);
      assert.notEqual(wanted, '', language);
      const log = fc.array(logLine, { maxLength: 5 });
      fc.assert(
        fc.property(log, log, prefix, (before, after, start) => {
          const lines = [...before, ...sample.split('\n'), ...after];
          assert.equal(shown(lines.join('\n')), wanted, language);
          assert.equal(shown(lines.join('\r\n')), wanted, language);
          assert.equal(shown(lines.map(line => start + line).join('\n')), wanted, language);
          assert.equal(shown(lines.map(line => `\u001b[31m${line}\u001b[0m`).join('\n')), wanted, language);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('finds the same in a JSON record and in a line with escapes', () => {
    for (const [language, sample] of Object.entries(samples)) {
      const wanted = shown(sample);
      assert.equal(
        shown(`{"level":50}\n${JSON.stringify({ msg: 'x', err: { stack: sample } })}`),
        wanted,
        language,
      );
      const escaped = JSON.stringify(sample);
      assert.equal(
        shown(`level=error stack=${escaped} msg=x`),
        language === 'php' ? shown(sample) : wanted,
        language,
      );
    }
  });

  it('gives one trace for one, and says that it is open as long as it is not whole', () => {
    for (const [language, sample] of Object.entries(samples)) {
      const lines = sample.split('\n');
      const [whole, ...more] = findTraces([...lines, '2024-05-01 12:00:00 INFO next']);
      assert.equal(more.length, 0, language);
      assert.equal(whole?.isOpen, false, language);
      for (let size = 1; size < lines.length; size++) {
        const part = findTraces(lines.slice(0, size));
        const isWhole = (whole?.end ?? 0) <= size;
        if (part[0] === undefined || isWhole) continue;
        assert.equal(part[0].isOpen, true, `${language}, ${size} lines`);
      }
    }
  });

  it('finds the newest in a text of any length', () => {
    const line = '2024-05-01 12:00:00 INFO shop: nothing to see here';
    const much = `${line}\n`.repeat(5000);
    const newest = (content: string) => eventFromTrace(content).exceptions.map(shownException);
    for (const [language, sample] of Object.entries(samples)) {
      const wanted = newest(sample);
      assert.deepEqual(
        newest(`Traceback (most recent call last):\n${much}${sample}\n${line}`),
        wanted,
        language,
      );
      assert.deepEqual(newest(`${sample}\n${much}`), wanted, language);
    }
    assert.deepEqual(
      newest(Object.values(samples).join(`\n${much}`)),
      newest(Object.values(samples).at(-1) ?? ''),
    );
  });

  it('finds the head of a trace that is longer than what is read of a text', () => {
    const line = '2024-05-01 12:00:00 INFO shop: nothing to see here\n';
    const others = Array.from(
      { length: 3000 },
      (_, index) =>
        `goroutine ${index + 2} [select]:\nmain.worker(0xc0000)\n\t/srv/app/worker.go:25 +0x25\n` +
        'created by main.main in goroutine 1\n\t/srv/app/main.go:9 +0x5cb\n',
    );
    const panic = [
      'panic: no price',
      '',
      'goroutine 1 [running]:\nmain.price(0x0)\n\t/srv/app/price.go:12 +0x1d\n',
      ...others,
    ].join('\n');
    const overflow =
      'Exception in thread "main" java.lang.StackOverflowError\n' +
      '\tat com.example.shop.pricing.Rules.evaluate(Rules.java:42)\n'.repeat(5000);
    for (const text of [panic, line.repeat(5) + panic]) {
      const [exception] = eventFromTrace(text).exceptions;
      assert.equal(exception?.value, 'no price');
      assert.equal(exception?.frames.at(-1)?.file, '/srv/app/price.go');
    }
    assert.equal(eventFromTrace(overflow).exceptions[0]?.type, 'StackOverflowError');
    // An older trace at the beginning is not the head of the one that the end shows.
    const older = `${samples.python}\n${line.repeat(5000)}${overflow}`;
    assert.notEqual(eventFromTrace(older).platform, 'python');
  });

  it('tells every language from the others', () => {
    const all = Object.values(samples);
    const lines = all.flatMap(sample => [...sample.split('\n'), '2024-05-01 12:00:00 INFO next']);
    assert.deepEqual(
      findTraces(lines).map(({ exceptions }) => exceptions.map(shownException)),
      all.flatMap(sample =>
        findTraces(linesOf(sample)).map(({ exceptions }) => exceptions.map(shownException)),
      ),
    );
  });

  it('makes no trace of prose and other lines that look like one', () => {
    for (const prose of [
      'We meet at noon (12:30), at 10:15:20 sharp',
      '    at 12:30:15\n    at noon 12:30:15\n    at the station (platform 3:2:1)',
      '    at the Cafe (see map.html)\nat home (x:1:2)\n  at foo.bar()',
      '\tat home (in the house)\n\tat 12.30(noon)\n... 3 more\nCaused by: the weather',
      "He said:in 'theory': it works (Really)\n12:30:in the morning",
      '#0 is the first (see a.php)\n#1 fixed (dart)\nNext Monday: we meet in Rome:3\nUncaught joy: all in all',
      'panic: do not\nsee main.go:12\ngoroutine 1 [running] is the first',
      "thread 'main' has panicked\nCaused by: rain\n   0: this is\n   1: a list",
      'File "a.py", line 3\nTraceback is a word',
      'contact me@example.com:12 now\ngit@github.com:12:3\nroot@host:/srv/app:12$ ls',
      'main.c:3:5: fatal error: foo.h: No such file or directory\n    a.go:12: x',
      'ps at://x @ 12:30 (a) {"a":"\\n"}',
    ]) {
      assert.equal(shown(prose), '', prose);
    }
  });
});
