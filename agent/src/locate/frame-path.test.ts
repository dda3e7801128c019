import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileIndex } from './file-index.ts';
import { framePath } from './frame-path.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
/** What surrounds paths, so that random ones look like those that clients send. */
const pieces = fc.constantFrom(
  ..."/ \\ .. . // : ? # ! !/ %2e%2e %2F %00 %25 @ node_modules vendor gems pkg/mod C: C:\\ \\\\?\\ file:// app:/// https://h webpack:// (rsc) .ts .js < > [ ] ( ) ?t=1 (12) eval()'d -loader async ".split(
    ' ',
  ),
);
const pathlike = fc.array(fc.oneof(word, pieces, fc.string({ unit: 'binary', maxLength: 4 })), {
  maxLength: 12,
});

describe('framePath', () => {
  it('never throws, gives clean segments, and gives them again for what it gave', () => {
    fc.assert(
      fc.property(pathlike, fc.option(fc.string(), { nil: undefined }), (parts, module) => {
        const path = framePath({ file: parts.join(''), ...(module !== undefined && { module }) });
        if (typeof path === 'string') return;
        assert(path.segments.length > 0);
        for (const segment of path.segments) {
          assert.notEqual(segment, '');
          assert.notEqual(segment, '..');
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
          assert.doesNotMatch(segment, /[\u0000-\u001f\u007f/\\]/);
        }
        const again = framePath({ file: `${path.absolute ? '/' : ''}${path.segments.join('/')}` });
        assert(typeof again !== 'string');
        assert.deepEqual(again.segments, path.segments);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a tracked path with a tail of its own behind any prefix, in any dress', () => {
    const folder = fc.array(word, { maxLength: 4 });
    const dress = fc.constantFrom<(path: string) => string>(
      path => `/${path}`,
      path => `C:\\${path.replaceAll('/', '\\')}`,
      path => `file:///${path.split('/').map(encodeURIComponent).join('/')}`,
      path => `webpack://shop/./${path}?a1b2`,
      path => `https://cdn.example/${path}?v=2#x`,
      path => `/@fs/${path}?t=1700000000000`,
      path => `app:///./x/../${path}`,
    );
    fc.assert(
      fc.property(
        folder,
        folder,
        word,
        fc.array(folder, { maxLength: 30 }),
        dress,
        (prefix, own, name, others, as) => {
          const tracked = [...own, `${name}.ts`].join('/');
          const decoys = others.map((each, at) => [...each, `other${at}.ts`, `${name}x.ts`].join('/'));
          const index = new FileIndex([...decoys, tracked]);
          const path = framePath({ file: as([...prefix, tracked].join('/')) });
          assert(typeof path !== 'string');
          assert.equal(index.matches(path)[0]?.file, tracked);
        },
      ),
    );
  });

  it('takes names as they are composed, whatever the system that wrote them', () => {
    const index = new FileIndex(['src/Caf\u0065\u0301.ts', 'src/tax.ts']);
    const path = framePath({ file: '/app/src/Caf\u00e9.ts' });
    assert(typeof path !== 'string');
    assert.equal(index.matches(path)[0]?.file, 'src/Caf\u0065\u0301.ts');
    assert.equal(index.matches(path)[0]?.reasons.includes('upper and lower case differ'), false);
  });

  it('is done quickly with whatever it is given', () => {
    const million = 1_000_000;
    const hostile = [
      '/',
      '\\',
      'a/',
      '?',
      '!',
      '%',
      '%2f',
      '../',
      '(1) : ',
      '-1',
      '.a:1',
      ' ',
      '[',
      'é',
    ].flatMap(unit => [unit.repeat(million / unit.length), unit.repeat(4000 / unit.length)]);
    for (const file of hostile) {
      const took = Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          framePath({ file, module: file });
          return performance.now() - start;
        }),
      );
      assert(took < 500, `${file.slice(0, 5)} took ${took} ms`);
    }
  });
});
