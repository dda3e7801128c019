import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut, logEnd, mostOfLog, webUrl } from './strangers-text.ts';

describe('the text of strangers', () => {
  it('is cut into what everything can hold', () => {
    assert.equal(cut('a\0😀', 3), 'a\ufffd');
    assert.equal(cut('abc', 2), 'ab');
  });

  it('is an address only where a browser may be sent to it', () => {
    assert.equal(webUrl('https://git.acme.example/a?b#c'), 'https://git.acme.example/a?b#c');
    for (const bad of ['javascript:alert(1)', 'file:///etc/passwd', 'https://a:b@c/', '/x', '', null]) {
      assert.equal(webUrl(bad), undefined, String(bad));
    }
  });

  it('is the log that a person would have seen', () => {
    const log = [
      '2024-05-22T12:43:46.962646Z 00O section_start:1560896352:my_section[collapsed=true]\r\u001b[0KThe header\r',
      '\u001b[31;1mred\u001b[0m 10%\r20%\r100%  ',
      '\u001b]0;title\u0007after the title',
      'section_end:1560896353:my_section\r\u001b[0K',
      '2024-05-22T12:43:47.1234567Z at the end',
    ].join('\n');
    assert.equal(logEnd(log), 'The header\n100%\nafter the title\n\nat the end');
  });

  it('is the end of a long log, from the start of a line', () => {
    const log = Array.from({ length: 20_000 }, (_, at) => `line ${at}`).join('\n');
    const end = logEnd(log);
    assert.ok(end.length <= mostOfLog && end.length > mostOfLog - 100);
    assert.match(end, /^line \d+\n/);
    assert.match(end, /\nline 19999$/);
  });

  it('takes no longer for a log that wants it to', () => {
    const parts = [
      '\u001b]',
      '\u001b[',
      '\u001b]0;',
      ';1',
      'section_start:1:',
      'a',
      '\r',
      '[',
      '2024-05-22T1',
    ];
    for (const part of parts) assert.ok(logEnd(part.repeat(300_000)).length <= mostOfLog);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...parts, '\n', 'm'), fc.string())), pieces => {
        assert.ok(!logEnd(pieces.join('')).includes('\u001b'));
      }),
    );
  });
});
