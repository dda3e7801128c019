import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runStep, StepError } from '../process/step.ts';

export interface AptOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type Provision = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** The absolute path of a program on PATH, or `undefined`. */
export async function onPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, program);
    if (folder !== '' && (await executable(file))) return file;
  }
  return undefined;
}

/** Whether a file is there and may be run. */
export async function executable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Installs Debian packages where we are root and apt is there; otherwise says what a person would have to do. */
export async function aptInstall(packages: readonly string[], options: AptOptions): Promise<Provision> {
  const wanted = packages.join(' ');
  if ((await onPath('apt-get')) === undefined)
    return { ok: false, reason: `${wanted} missing, and there is no apt-get` };
  if (process.getuid?.() !== 0) {
    return { ok: false, reason: `${wanted} missing; as root: apt-get install ${wanted}` };
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  try {
    // An installation that was cut short, here or by somebody else, stands in the way of every other.
    await runStep('dpkg', ['--configure', '-a'], { ...options, env });
    await runStep('apt-get', [...wait, 'update'], { ...options, env });
    await runStep('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], {
      ...options,
      env,
    });
    return { ok: true };
  } catch (error) {
    if (error instanceof StepError) return { ok: false, reason: error.message };
    throw error;
  }
}
