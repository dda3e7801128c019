import { aptInstall, executable, onPath } from '../machine/apt.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const PLACES = ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'];
const APT_MS = 5 * 60_000;

export type Found =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

/** A Chromium on this machine (`ERRATA_CHROMIUM` names one outright), installed through apt where that is possible. */
export async function provideChromium(
  signal: AbortSignal,
  progress: (message: string) => void,
): Promise<Found> {
  const present = await findChromium();
  if (present !== undefined) return { ok: true, path: present };
  progress('installing Chromium');
  const installed = await aptInstall(['chromium'], { timeoutMs: APT_MS, signal });
  if (!installed.ok) return installed;
  const path = await findChromium();
  return path === undefined
    ? { ok: false, reason: 'apt installed chromium, but it is not there' }
    : { ok: true, path };
}

async function findChromium(): Promise<string | undefined> {
  const named = process.env['ERRATA_CHROMIUM'];
  if (named !== undefined && (await executable(named))) return named;
  for (const name of NAMES) {
    const path = await onPath(name);
    if (path !== undefined) return path;
  }
  for (const path of PLACES) if (await executable(path)) return path;
  return undefined;
}
