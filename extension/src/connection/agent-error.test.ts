import assert from 'node:assert/strict';
import { plainNotice } from './agent-error.ts';

describe('a text for a notification', () => {
  it('has no link in it, and nothing that cannot be seen', () => {
    const text = plainNotice('x is [not](command:evil) a [function](https://e.example)\u202e\u001b[0m\nmore');
    assert.doesNotMatch(text, /\]\(/);
    assert.doesNotMatch(text, /[\p{Cc}\u202e]/u);
    assert.ok(text.startsWith('x is [not]'));
  });

  it('leaves what has no link as it is', () => {
    assert.equal(
      plainNotice('items[0](x) is not a function').replaceAll('\u200b', ''),
      'items[0](x) is not a function',
    );
    assert.equal(
      plainNotice('Nothing was applied: src/a.ts changed.'),
      'Nothing was applied: src/a.ts changed.',
    );
  });
});
