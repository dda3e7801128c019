import type { EditorInstallation } from '../../editor/install.ts';

export type Installed = Extract<EditorInstallation, { readonly ok: true }>;

/** How much is measured. */
export interface Extent {
  readonly windowLoads: number;
  readonly arrivals: number;
  readonly burstSeconds: number;
  readonly idleSeconds: number;
  readonly kills: number;
  readonly reviews: number;
}

export interface Measuring extends Extent {
  readonly editor: Installed;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}
