import type Docker from 'dockerode';
import type { RunRequest } from '../run-request.ts';
import type { User } from './docker-base.ts';

export const OWNER_LABEL = 'errata.sandbox.owner';

/** What of a container's configuration gives a run its workspace. */
export interface Opened {
  readonly mounts: readonly Docker.MountSettings[];
  close(): Promise<void>;
}

/** What runs of one base stand on: an image with the programs, and for each run a workspace of its own. */
export interface Ground {
  /** Made for this base, and removed with it. */
  readonly image: string;
  readonly user: User;
  /** PATH, and what the programs have to be told. */
  readonly searchPath: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Which limits `prlimit` sets inside; the container itself sets what is left. */
  readonly limits: 'but-processes' | 'none';
  /** False where the workspace is the container's own layer. */
  readonly readOnlyRoot: boolean;
  /** What it is, where it is not the host's own. */
  readonly about?: string;
  open(request: RunRequest): Promise<Opened>;
  dispose(): Promise<void>;
}
