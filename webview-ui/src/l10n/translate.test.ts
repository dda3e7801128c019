import assert from 'node:assert/strict';
import { plural, speak, spoken, t } from './translate.ts';

describe('the language of the page', () => {
  afterEach(() => speak('en'));

  it('is English where there is no other, with the values filled in', () => {
    for (const tag of ['en', 'de', 'zh-tw', '']) {
      speak(tag);
      assert.equal(t('{0} of {1} hunks decided', 1, 3), '1 of 3 hunks decided');
      assert.equal(spoken(), 'en');
    }
    assert.equal(t('{0} and {1}', 'only {1}'), 'only {1} and {1}');
  });

  it('is Simplified Chinese where the editor is, as a whole', () => {
    for (const tag of ['zh-cn', 'zh-CN', 'zh']) {
      speak(tag);
      assert.equal(t('Undo'), '撤销');
      assert.equal(spoken(), 'zh-cn');
    }
    assert.equal(t('what nobody translated {0}', 1), 'what nobody translated 1');
  });

  it('tells one from many', () => {
    assert.deepEqual(
      [0, 1, 2].map(number => plural(number, 'one', 'many')),
      ['many', 'one', 'many'],
    );
  });
});
