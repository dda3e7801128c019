import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | undefined;
  readonly children: ComponentChildren;
}

/** A label, what is typed below it, and what is wrong with that. */
export function FormField({ id, label, hint, problem, children }: FieldProps) {
  return (
    <div class={`field${problem === undefined ? '' : ' wrong'}`}>
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && problem === undefined && (
        <p class="dim" id={`${id}-about`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="field-problem" id={`${id}-about`}>
          <Icon name="error" /> {problem}
        </p>
      )}
    </div>
  );
}

/** What a field says of itself to a screen reader. */
export function saying(id: string, problem: string | undefined) {
  return { id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-about` };
}
