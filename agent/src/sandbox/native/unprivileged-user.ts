import { readFile, stat } from 'node:fs/promises';

/** Ids that systemd's allocation leaves unused and that fit into a container's 65,536. */
const FIRST = 60_706;
const COUNT = 478;

/** The user that root drops to: the base's owner, or when that is root an id that nobody has. */
export async function pickUser(dir: string): Promise<number> {
  const { uid } = await stat(dir);
  if (uid !== 0) return uid;
  const taken = new Set(
    (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => Number(line.split(':')[2])),
  );
  // Sandboxes of different processes should not be able to signal or limit each other.
  for (let step = 0; step < COUNT; step++) {
    const candidate = FIRST + ((process.pid + step) % COUNT);
    if (!taken.has(candidate)) return candidate;
  }
  return 65_534;
}
