import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the embedded log center keeps its data: `$XDG_DATA_HOME/errata`. */
export function dataFolder(): string {
  return join(process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'errata');
}

/** Where the running log centers of this user are written down, one file each: `$XDG_STATE_HOME/errata/centers`. */
export function recordFolder(): string {
  return join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'errata', 'centers');
}

/** What may be thrown away at any time: `$XDG_CACHE_HOME/errata`, else where the system keeps such things. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || systemCache(), 'errata');
}

function systemCache(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.cache');
}
