import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every byte of a checkout that a person could miss: its files, the index, HEAD and the stash. Dependencies are left out. */
export function photograph(checkout: string): Map<string, string> {
  const bytes = new Map<string, string>();
  for (const name of readdirSync(checkout, { recursive: true, encoding: 'utf8' })) {
    const own = !/(^|\/)node_modules(\/|$)/.test(name);
    const kept =
      !name.startsWith('.git') || /^\.git(ignore$|\/(index|HEAD|refs\/stash|logs\/refs\/stash)$)/.test(name);
    if (!own || !kept) continue;
    const file = join(checkout, name);
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) bytes.set(name, `-> ${readlinkSync(file)}`);
    else if (stat.isFile()) bytes.set(name, readFileSync(file, 'base64'));
  }
  return bytes;
}
