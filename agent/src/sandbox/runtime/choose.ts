import { t } from '@vscode/l10n';
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
 * the usual one all the same. `usual.usable` false: another one is to be preferred even if that fits.
 */
export function chooseRuntime(
  runtime: RuntimeName,
  usual: { readonly version: string; readonly usable?: boolean },
  wanted: Wanted | undefined,
  installed: readonly Installed[],
  usable: (candidate: Installed) => boolean = () => true,
): RuntimeChoice {
  const allows = wanted && rangeOf(wanted.range);
  const asked = wanted && allows ? { wanted } : {};
  const fits = !allows || allows(versionOf(usual.version) ?? []);
  const { version } = usual;
  if (fits && usual.usable !== false) return { runtime, version, fits, ...asked };
  const better = installed.find(candidate => (!allows || allows(candidate.version)) && usable(candidate));
  if (!better) return { runtime, version, fits, ...asked };
  return { runtime, version: better.version.join('.'), fits: true, installed: better, ...asked };
}

const NAMES: Readonly<Record<RuntimeName, string>> = {
  ...{ node: 'Node', python: 'Python', go: 'Go', java: 'Java', rust: 'Rust' },
};

/** The choice as a person reads it. */
export function describeChoice({ runtime, version, wanted, fits }: RuntimeChoice): string {
  const used = `${NAMES[runtime]} ${version}`;
  if (!wanted) return used;
  const asked = t('{0} asks for {1}', wanted.source, wanted.range);
  return fits
    ? t('{0} ({1})', used, asked)
    : t('{0}, although {1}: no such one is installed that could be used', used, asked);
}
