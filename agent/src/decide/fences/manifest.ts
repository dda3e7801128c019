import { isDeepStrictEqual } from 'node:util';
import { jsonOf, objectOf } from '@errata/protocol/lenient';
import { t } from '@vscode/l10n';
import type { Fence } from './fence.ts';

/** Fields of `package.json` that decide what is installed or run. */
const fields = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
  'bundledDependencies',
  'bundleDependencies',
  'overrides',
  'resolutions',
  'scripts',
  'workspaces',
  'packageManager',
  'allowScripts',
  'pnpm',
  'bin',
];

/** A `package.json` may be changed, but not in what it installs or runs. */
export const manifestFence: Fence = changes =>
  changes
    .filter(change => /(?:^|\/)package\.json$/i.test(change.path))
    .flatMap(({ path, before, after }) => {
      const old = objectOf(jsonOf(before ?? ''));
      const now = objectOf(jsonOf(after ?? ''));
      const messages =
        old === undefined || now === undefined
          ? [t('{0} is changed as a whole.', path)]
          : fields
              .filter(field => !isDeepStrictEqual(old[field], now[field]))
              .map(field => t('{0} changes {1}.', path, field));
      return messages.map(message => ({
        rule: 'dependencies',
        path,
        message,
        severity: 'forbidden' as const,
      }));
    });
