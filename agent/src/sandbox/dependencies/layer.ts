import type { Bind } from '../toolchain.ts';

/** What a project depends on, installed apart from it once, and where runs find it. */
export interface Layer {
  /** As a person reads it. */
  readonly about: string;
  /** Folders that are laid over folders of the workspace and copied on write: path in the workspace → folder. */
  readonly overlays: ReadonlyMap<string, string>;
  /** What is visible beside the workspace, read-only. */
  readonly binds: readonly Bind[];
  readonly env: Readonly<Record<string, string>>;
}

/** One program that an installation runs. Its arguments go through no shell. */
export interface Step {
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a project declares and does not have installed, and how to install it apart from the project. */
export interface Demand {
  /** What asks for it, as in "what package-lock.json asks for". */
  readonly source: string;
  /** What is to be said where it stays away. */
  readonly missing: string;
  /** The command by which a person installs it in its usual place. */
  readonly byHand: string;
  /** Why it cannot be installed apart. */
  readonly refusal?: string;
  /** All that the installer sees of the project, below a fresh folder; with `runtime` it decides what comes of it. */
  readonly files: ReadonlyMap<string, string | Buffer>;
  readonly runtime: string;
  steps(stage: string): readonly Step[];
  /** What was left out, and the folders of the stage that are to be laid over the same ones of the workspace. */
  result(stage: string): { notes: readonly string[]; folders: readonly string[] };
  /** What else runs need, when the stage is at its place. */
  readonly beside?: (stage: string) => Pick<Layer, 'binds' | 'env'>;
}
