import type { EventInputReason } from '@errata/protocol/event-input';
import type { CollectReason } from '../collect-error.ts';
import type { Received } from '../received.ts';
import type { WorkProject } from './prepare-event.ts';
import type { Worked } from './work.ts';

/** To the thread. A project comes before the first work for it, and again when it was changed. */
export type Order =
  | { readonly kind: 'project'; readonly project: WorkProject }
  | { readonly kind: 'work'; readonly project: number; readonly received: Received };

/** From the thread: that it has begun, and then one for each piece of work, in their order. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly worked: Worked }
  | {
      readonly kind: 'refused';
      readonly by: 'collect';
      readonly reason: CollectReason;
      readonly message: string;
    }
  | {
      readonly kind: 'refused';
      readonly by: 'input';
      readonly reason: EventInputReason;
      readonly message: string;
    }
  | { readonly kind: 'broke'; readonly error: Error };
