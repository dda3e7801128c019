import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

interface ButtonProps {
  readonly icon?: IconName;
  readonly label: string;
  /** Says more than the label, to the eye and to a screen reader: the scope, above all. */
  readonly title?: string;
  readonly kind?: 'primary' | 'secondary' | 'quiet';
  readonly pressed?: boolean;
  readonly tone?: 'accept' | 'reject';
  readonly disabled?: boolean;
  /** The icon alone; what it does is said by the title. */
  readonly bare?: boolean;
  readonly onClick: () => void;
}

/** A button as the editor has them. A disabled one keeps its place in the tab order, so that its reason can be heard. */
export function Button({
  icon,
  label,
  title,
  kind = 'secondary',
  pressed,
  tone,
  disabled,
  bare = false,
  onClick,
}: ButtonProps) {
  return (
    <button
      type="button"
      class={['button', kind, tone].filter(Boolean).join(' ')}
      title={title}
      aria-label={title}
      aria-pressed={pressed}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      {icon && <Icon name={icon} />}
      {!bare && <span>{label}</span>}
    </button>
  );
}
