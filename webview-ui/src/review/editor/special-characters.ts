import { highlightSpecialChars } from '@codemirror/view';
import { t } from '../../l10n/translate.ts';

/** What has no look of its own, turns the reading direction, or speaks to a terminal. Tabs and line ends are none of these. */
const special = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\p{Variation_Selector}/u;

function placeholder(code: number): HTMLElement {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const element = document.createElement('span');
  element.className = 'cm-specialChar';
  element.textContent = code < 0x20 ? String.fromCharCode(0x2400 + code) : name;
  element.title = t('Invisible character {0}', name);
  return element;
}

/** Shows them as what they are, and leaves the text as it is. */
export const specialCharacters = highlightSpecialChars({
  addSpecialChars: special,
  render: code => placeholder(code),
});

/** The same in text that is no editor's: deleted lines. */
export function showSpecialCharacters(element: Element): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found: globalThis.Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (special.test(node.nodeValue ?? '')) found.push(node as globalThis.Text);
  }
  for (const node of found) {
    const parts = [...(node.nodeValue ?? '')].map(character =>
      special.test(character) && character !== '\t' ? placeholder(character.codePointAt(0) ?? 0) : character,
    );
    node.replaceWith(...parts);
  }
}
