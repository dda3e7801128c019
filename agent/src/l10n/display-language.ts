import { config } from '@vscode/l10n';

/**
 * The languages beside English: what a locale of theirs looks like, what they are called in English, and their words, which are read
 * when they are needed.
 */
const languages = [
  {
    locale: /^zh(?:-(?:cn|sg|hans)\b|$)/i,
    name: 'Simplified Chinese',
    words: () => import('./zh-cn.json', { with: { type: 'json' } }),
  },
];

let current = 'English';

/** What `t` answers in, by its English name: for a model, whose words stand beside ours. */
export function displayLanguage(): string {
  return current;
}

/** Makes `t` answer in the display language of the editor, where it is one of those that are known; else in English. */
export async function setDisplayLanguage(locale: string | undefined): Promise<void> {
  const found = languages.find(language => language.locale.test(locale?.replaceAll('_', '-') ?? ''));
  config({ contents: found ? (await found.words()).default : {} });
  current = found?.name ?? 'English';
}
