import { config } from '@vscode/l10n';

/** The languages beside English: what a locale of theirs looks like, and their words, which are read when they are needed. */
const languages = [
  { locale: /^zh(?:-(?:cn|sg|hans)\b|$)/i, words: () => import('./zh-cn.json', { with: { type: 'json' } }) },
];

/** Makes `t` answer in the display language of the editor, where it is one of those that are known; else in English. */
export async function setDisplayLanguage(locale: string | undefined): Promise<void> {
  const found = languages.find(language => language.locale.test(locale?.replaceAll('_', '-') ?? ''));
  if (found) config({ contents: (await found.words()).default });
}
