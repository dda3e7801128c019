import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import type { Holds, Probe, Sandbox } from '../sandbox.ts';
import { NOTHING_HELD, selfTest } from '../self-test.ts';
import type { ControlGroups } from './control-groups.ts';
import type { NativeKind } from './native-kind.ts';

/** Tries a native sandbox on a base of one file. */
export async function probeNative(
  sandbox: Sandbox,
  description: NativeKind,
  groups: () => Promise<ControlGroups>,
): Promise<Probe> {
  const no = (reason: string, fix: string): Probe => ({ ok: false, reason, fix, holds: NOTHING_HELD });
  if (process.platform !== 'linux')
    return no(t('needs Linux, this is {0}', process.platform), t('install Docker'));
  const missing = description.programs.filter(name => !onSystemPath(name));
  if (missing.length > 0) return no(t('{0} not found', missing.join(', ')), installHint(missing));
  const failure = await selfTest(sandbox);
  if (failure !== undefined) return no(failure, namespaceHint());
  return { ok: true, holds: { ...description.holds, ...heldByGroups(await groups()) } };
}

/** The self-test ran in these groups. */
function heldByGroups(groups: ControlGroups): Partial<Holds> {
  return {
    ...(groups.holds('memory') ? { memTotal: 'hard' } : {}),
    ...(groups.holds('cpu') ? { cpu: 'hard' } : {}),
  };
}

function onSystemPath(name: string): boolean {
  return ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].some(folder => existsSync(join(folder, name)));
}

function installHint(missing: readonly string[]): string {
  return missing.includes('bwrap')
    ? t('install bubblewrap, for example: sudo apt-get install bubblewrap')
    : t('install {0} (util-linux, bash, coreutils)', missing.join(', '));
}

function namespaceHint(): string {
  if (setting('kernel/apparmor_restrict_unprivileged_userns') === '1')
    return t(
      'AppArmor forbids user namespaces; allow them: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0',
    );
  if (setting('kernel/unprivileged_userns_clone') === '0')
    return t('user namespaces are off; allow them: sudo sysctl kernel.unprivileged_userns_clone=1');
  if (setting('user/max_user_namespaces') === '0')
    return t('user namespaces are off; allow them: sudo sysctl user.max_user_namespaces=10000');
  return t(
    'user namespaces and overlayfs in them are needed (Linux 5.11 or newer, not inside an unprivileged container)',
  );
}

function setting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
