import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import type { Tone } from './words.ts';

const icons = {
  good: 'pass',
  bad: 'error',
  warning: 'warning',
  neutral: 'circle-slash',
  merged: 'git-merge',
} as const;

interface PillProps {
  readonly said: { readonly words: string; readonly tone: Tone | 'merged' };
  /** Where that of the tone would say too little. */
  readonly icon?: IconName;
}

/** How something went, in a word, with an icon that says the same without colour. */
export function Pill({ said: { words, tone }, icon = icons[tone] }: PillProps) {
  return (
    <span class={`pill ${tone}`}>
      <Icon name={icon} /> {words}
    </span>
  );
}
