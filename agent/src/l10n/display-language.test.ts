import assert from 'node:assert/strict';
import { t } from '@vscode/l10n';
import { displayLanguage, setDisplayLanguage } from './display-language.ts';

describe('the display language', () => {
  const said = async (locale: string | undefined) => {
    await setDisplayLanguage(locale);
    const word = t('Suspect commits');
    const language = displayLanguage();
    await setDisplayLanguage('en');
    return [word, language];
  };

  it('is Simplified Chinese where the editor says so, in any spelling', async () => {
    for (const locale of ['zh-cn', 'zh-CN', 'zh', 'zh-Hans', 'zh_CN', 'zh-Hans-CN'])
      assert.deepEqual(await said(locale), ['可疑提交', 'Simplified Chinese'], locale);
  });

  it('is English otherwise', async () => {
    for (const locale of [undefined, '', 'en', 'de', 'zh-tw', 'zh-Hant', 'zha', '\u0000'])
      assert.deepEqual(await said(locale), ['Suspect commits', 'English'], String(locale));
  });
});
