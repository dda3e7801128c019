import { signal } from '@preact/signals';
import zhCn from './zh-cn.json' with { type: 'json' };

/** English is the key; what a bundle does not have stays English. */
type Bundle = Readonly<Record<string, string>>;

const bundles: ReadonlyMap<string, Bundle> = new Map([['zh-cn', zhCn]]);

/** Language of the page. Components that say something are shown anew when it changes. */
const language = signal('en');

/** Takes the editor's display language, as `en` or `zh-cn`. */
export function speak(tag: string): void {
  const lower = tag.toLowerCase();
  language.value = lower === 'zh' ? 'zh-cn' : lower;
}

/** The language that the page is in, for what formats numbers and dates, and for the document. */
export function spoken(): string {
  return bundles.has(language.value) ? language.value : 'en';
}

/** A text in the language of the page, with `{0}`, `{1}`… filled in. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  const translated = bundles.get(language.value)?.[text] ?? text;
  return translated.replace(/\{(\d)\}/g, (hole, place: string) => String(values[Number(place)] ?? hole));
}

/** Of two texts about a number the one that fits it: English tells one from many, and the others follow it. */
export function plural(number: number, one: string, many: string): string {
  return number === 1 ? one : many;
}
