import type { ScrubSettings } from '../scrub-settings.ts';
import { markerSource, type ScrubReason } from './marker.ts';
import { aboutAfter, aboutBefore, type NameRule, nameRules } from './name-rules.ts';
import { remember } from './remember.ts';

/** What the name of a field says about its value. */
export type NameVerdict = ScrubReason | 'safe' | undefined;

export interface FieldNames {
  verdictOf(name: string): NameVerdict;
  /** False when no sensitive name is in the text. */
  mayBeIn(text: string): boolean;
  /** Finds in free text what may be part of a sensitive name, and markers. It has a state: not for nested use. */
  readonly tell: RegExp;
}

const longestName = 100;

export function makeFieldNames(settings: ScrubSettings): FieldNames {
  const rules = nameRules.filter(({ rule }) => settings.rules[rule]);
  const safe = new Set(settings.safeFields.map(joined));
  const own = settings.sensitiveFields.map(wordsOf).filter(words => words !== '__');
  const tells = [...rules.flatMap(tellsOf), ...own.map(ownTell)];
  // An expression without alternatives would match everywhere.
  const anyTell = tells.length === 0 ? undefined : new RegExp(tells.join('|'), 'i');

  function verdict(fullName: string): NameVerdict {
    const name = fullName.slice(-longestName);
    const words = wordsOf(name);
    if (safe.has(words.replaceAll('_', ''))) return 'safe';
    // `APIkey` and `PassWord` are better read without regard to their capitals.
    const flat = flatWordsOf(name);
    if (own.some(each => words.includes(each) || flat.includes(each))) return 'field';
    const found = rules.find(({ pattern }) => pattern.test(words) || pattern.test(flat));
    return found === undefined || isAbout(words) ? undefined : found.rule;
  }

  return {
    verdictOf: remember(verdict),
    mayBeIn: text => anyTell?.test(text) ?? false,
    tell: new RegExp([markerSource, ...tells].join('|'), 'gi'),
  };
}

const wordTell = (word: string) => {
  const letters = word.replaceAll('_', '.?');
  return `${letters}(?<!(?<!\\\\|%[\\da-f])[a-z]${letters})(?![a-z])`;
};

/** What begins with letters is found faster than what begins with a condition: so the look back comes last. */
function tellsOf({ tells, words = [] }: NameRule): string[] {
  return [...tells, ...words.map(wordTell)];
}

function isAbout(words: string): boolean {
  const parts = words.split('_').slice(1, -1);
  return parts.length > 1 && (aboutBefore.has(parts[0] ?? '') || aboutAfter.has(parts.at(-1) ?? ''));
}

/** `_user_api_key_` of `userApiKey`, `user-api-key`, `USER_API_KEY2`. */
function wordsOf(name: string): string {
  const split = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2');
  return flatWordsOf(split);
}

function flatWordsOf(name: string): string {
  return `_${name.toLowerCase().replace(/[^\p{L}]+/gu, '_')}_`.replace(/_{2,}/g, '_');
}

function joined(name: string): string {
  return wordsOf(name).replaceAll('_', '');
}

function ownTell(words: string): string {
  return words.slice(1, -1).replaceAll('_', '[^a-z]?');
}
