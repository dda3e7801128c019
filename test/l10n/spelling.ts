import { placeholders } from './messages.ts';

/** What is wrong with a translation into Chinese, beside being a bad one. */
export function faultsOf(message: string, translation: string): string[] {
  const faults: string[] = [];
  const check = (right: boolean, fault: string) => {
    if (!right) faults.push(`“${message}” → “${translation}”: ${fault}`);
  };
  const same = (pattern: RegExp) =>
    JSON.stringify(found(message, pattern)) === JSON.stringify(found(translation, pattern));
  check(
    JSON.stringify(placeholders(message)) === JSON.stringify(placeholders(translation)),
    'the values that go in are not the same',
  );
  check(same(/\$\([\w~-]+\)/g), 'the icons are not the same');
  check(same(/`[^`]*`/g), 'the code is not the same');
  check(same(/\]\([^)]*\)/g), 'the links are not the same');
  const words = isPath(message)
    ? ''
    : message.replace(/\{\w+\}|\$\([\w~-]+\)|`[^`]*`|\bErrata\b|\bDSN\b/g, '');
  check(!/\p{L}{2,}/u.test(words) || /\p{Script=Han}/u.test(translation), 'it is not Chinese');
  const prose = translation.replace(/\]\([^)]*\)/g, ']');
  check(!/\p{Script=Han}[,:;!?]|[,;!?]\p{Script=Han}/u.test(prose), 'punctuation marks of Latin text');
  check(
    !/\p{Script=Han}[A-Za-z0-9`]|[A-Za-z0-9]\p{Script=Han}/u.test(prose),
    'no blank between Chinese and the rest',
  );
  check(!/ [，。：；！？、（）…]|[，。：；！？、（] /.test(prose), 'a blank beside a full-width mark');
  return faults;
}

function isPath(text: string): boolean {
  return /^[\w./-]+\.md$/.test(text);
}

function found(text: string, pattern: RegExp): string[] {
  return (text.match(pattern) ?? []).toSorted();
}
