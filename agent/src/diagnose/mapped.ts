import type { Location } from '@errata/protocol/diagnosis';
import type { Frame } from '@errata/protocol/event';

/** A frame of the root exception on the checkout as it is now; `index` counts in the exception's frames. */
export interface MappedPlace {
  index: number;
  frame: Frame;
  file: string;
  line: number;
  mapping: Location['mapping'];
  /** Why this file and this line, in words. */
  reasons?: readonly string[];
  /** How sure the file is, 0…1. */
  score?: number;
}
