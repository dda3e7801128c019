import type { Buffer } from 'node:buffer';
import type { Holds } from '../sandbox.ts';

/** What an implementation adds to the common way: how to unshare, and how to go on from the finished root. */
export interface NativeKind {
  readonly kind: 'bubblewrap' | 'namespaces';
  /** What has to be installed. */
  readonly programs: readonly string[];
  readonly holds: Holds;
  /** Arguments for `unshare`, before the layout script. */
  readonly unshare: readonly string[];
  /** The layout script with its second half. */
  readonly script: string;
  /** Arguments of the second half. */
  readonly enter: readonly string[];
  /** Handed in as descriptor 3. */
  readonly extraInput?: Buffer;
}
