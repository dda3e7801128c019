import type { Installed } from './installed.ts';
import { rangeOf, versionOf } from './version-range.ts';
import type { RuntimeName, Wanted } from './wanted.ts';

/** Which version of a runtime a sandbox shows, and what the project asked for. */
export interface RuntimeChoice {
  readonly runtime: RuntimeName;
  readonly version: string;
  readonly wanted?: Wanted;
  readonly fits: boolean;
  /** Set when it is not the one that is used without a word of the project. */
  readonly installed?: Installed;
}

/**
 * The usual one where it fits what the project asks for, else the newest of those installed that does and is `usable`, else
 * the usual one all the same.
 */
export function chooseRuntime(
  runtime: RuntimeName,
  usual: string,
  wanted: Wanted | undefined,
  installed: readonly Installed[],
  usable: (candidate: Installed) => boolean = () => true,
): RuntimeChoice {
  const allows = wanted && rangeOf(wanted.range);
  const usualVersion = versionOf(usual) ?? [];
  if (!allows || allows(usualVersion))
    return { runtime, version: usual, fits: true, ...(allows ? { wanted } : {}) };
  const fitting = installed.find(candidate => allows(candidate.version) && usable(candidate));
  if (!fitting) return { runtime, version: usual, wanted, fits: false };
  return { runtime, version: fitting.version.join('.'), wanted, fits: true, installed: fitting };
}

const NAMES: Readonly<Record<RuntimeName, string>> = { node: 'Node', python: 'Python' };

/** The choice as a person reads it. */
export function describeChoice({ runtime, version, wanted, fits }: RuntimeChoice): string {
  const used = `${NAMES[runtime]} ${version}`;
  if (!wanted) return used;
  const asked = `${wanted.source} asks for ${wanted.range}`;
  return fits
    ? `${used} (${asked})`
    : `${used}, although ${asked}: no such one is installed that could be used`;
}
