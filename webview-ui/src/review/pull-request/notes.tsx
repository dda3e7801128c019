import { Icon } from '../icon.tsx';
import type { IconName } from '../icons.ts';
import { Prose } from '../prose.tsx';

/** What a person should know, as the agent says it. */
export function Notes({ notes, icon }: { notes: readonly string[]; icon: IconName }) {
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map(note => (
        <li key={note}>
          <Icon name={icon} />
          <span>
            <Prose text={note} />
          </span>
        </li>
      ))}
    </ul>
  );
}
