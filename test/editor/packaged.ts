import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../../extension/package.ts';

const packages = new Map<string, Promise<string>>();

/**
 * The extension as it ships, or with another `agent` in it; packed once for all tests of this process. `ERRATA_VSIX` names one that
 * is packed already.
 */
export function packagedExtension(agent?: string): Promise<string> {
  const ready = agent === undefined ? process.env['ERRATA_VSIX'] : undefined;
  if (ready !== undefined) return Promise.resolve(ready);
  const known = packages.get(agent ?? '');
  if (known !== undefined) return known;
  const packed = pack(agent);
  packages.set(agent ?? '', packed);
  return packed;
}

async function pack(agent: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'errata-packaged-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return packageExtension(folder, agent);
}
