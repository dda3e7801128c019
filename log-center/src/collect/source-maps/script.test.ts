import assert from 'node:assert/strict';
import { mapReference } from './script.ts';

const file = (headers: Record<string, string> = {}, url = '~/static/app.js') => ({
  kind: 'script' as const,
  url,
  headers: new Map(Object.entries(headers)),
});

describe('the source map of a script', () => {
  it('is where the bundle, or else the script, says last', () => {
    const comment = 'a\n//# sourceMappingURL=inner.map\nb\n//# sourceMappingURL=app.js.map\n\n//# debugId=1';
    const cases: [Parameters<typeof mapReference>[0], string, unknown][] = [
      [file(), comment, { url: '~/static/app.js.map' }],
      [file({ sourcemap: 'other.map' }), comment, { url: '~/static/other.map' }],
      [file({ 'x-sourcemap': '/maps/other.map' }), '', { url: '~/maps/other.map' }],
      [file({ sourcemap: '~/maps/other.map' }), '', { url: '~/maps/other.map' }],
      [file({ sourcemap: '../m.map' }), '', { url: '~/m.map' }],
      [file({ sourcemap: 'https://cdn.example/m.map' }), '', { url: 'https://cdn.example/m.map' }],
      [
        file({ sourcemap: 'm.map' }, 'https://cdn.example/a/b.js'),
        '',
        { url: 'https://cdn.example/a/m.map' },
      ],
      [file(), '//@ sourceMappingURL=old.map', { url: '~/static/old.map' }],
      [file(), 'no comment', undefined],
      [file(), '//# sourceMappingURL=', undefined],
      [file(), `//# sourceMappingURL=${'x'.repeat(3000)}`, undefined],
      [file(), '//# sourceMappingURL=data:text/plain,hello', undefined],
    ];
    for (const [of, text, expected] of cases)
      assert.deepEqual(mapReference(of, Buffer.from(text)), expected, text);
  });

  it('may be in the script itself', () => {
    const data = Buffer.from('{"version":3}').toString('base64');
    for (const type of ['application/json;base64', 'application/json;charset=utf-8;base64']) {
      const found = mapReference(file(), Buffer.from(`x\n//# sourceMappingURL=data:${type},${data}\n`));
      assert.equal(Buffer.from(found?.inline ?? []).toString(), '{"version":3}');
    }
  });
});
