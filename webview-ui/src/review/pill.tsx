import { Icon } from './icon.tsx';
import type { Said } from './words.ts';

const icons = { good: 'pass', bad: 'error', warning: 'warning', neutral: 'circle-slash' } as const;

/** How something went, in a word, with an icon that says the same without colour. */
export function Pill({ said: { words, tone } }: { said: Said }) {
  return (
    <span class={`pill ${tone}`}>
      <Icon name={icons[tone]} /> {words}
    </span>
  );
}
