import { type IconName, icons } from './icons.ts';

/** A codicon. Decorative: what it says stands beside it in words. */
export function Icon({ name, spin = false }: { name: IconName; spin?: boolean }) {
  return (
    <svg class={`icon icon-${name}${spin ? ' spin' : ''}`} viewBox="0 0 16 16" aria-hidden="true">
      {icons[name].map(path => (
        <path key={path} d={path} fill-rule="evenodd" clip-rule="evenodd" />
      ))}
    </svg>
  );
}
