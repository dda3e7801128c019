import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Holds, Prepared, Sandbox } from './sandbox.ts';

export const NOTHING_HELD: Holds = {
  net: 'none',
  fs: 'none',
  pids: 'none',
  memProc: 'none',
  memTotal: 'none',
  cpu: 'none',
  disk: 'none',
  time: 'none',
};

/** Succeeds only where the walls stand: own user, no privileges, no network but loopback, sealed system. */
const SELF_TEST = `
grep -q errata-probe probe.txt || { echo 'the base tree is not there'; exit 1; }
[ "$(id -u)" != 0 ] || { echo 'still root inside'; exit 1; }
grep -q '^CapEff:.0*$' /proc/self/status || { echo 'capabilities are left'; exit 1; }
grep -q '^NoNewPrivs:.1$' /proc/self/status || { echo 'new privileges are possible'; exit 1; }
[ "$(tail -n +3 /proc/net/dev | grep -v '^ *lo:')" = '' ] || { echo 'there is a network'; exit 1; }
if touch /usr/errata-probe 2> /dev/null; then echo '/usr can be written'; exit 1; fi
if unshare --user true 2> /dev/null; then echo 'user namespaces can be made'; exit 1; fi
echo changed > probe.txt || { echo 'the workspace cannot be written'; exit 1; }
exit 42
`;

/** Runs the self-test in a sandbox on a base of one file; undefined when all is well, else what is wrong. */
export async function selfTest(sandbox: Sandbox): Promise<string | undefined> {
  const base = await mkdtemp(join(tmpdir(), 'errata-probe-'));
  let prepared: Prepared | undefined;
  try {
    await writeFile(join(base, 'probe.txt'), 'errata-probe\n');
    prepared = await sandbox.prepare({ dir: base });
    return await testWalls(sandbox, prepared, new Map());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await prepared?.[Symbol.asyncDispose]();
    await rm(base, { recursive: true, force: true });
  }
}

/** The same on a base that stands already, to which these files are added. */
export async function testWalls(
  sandbox: Sandbox,
  prepared: Prepared,
  files: ReadonlyMap<string, string> = new Map([['probe.txt', 'errata-probe\n']]),
): Promise<string | undefined> {
  const command = ['bash', '-c', SELF_TEST];
  const result = await sandbox.run(prepared, { files, command, limits: { seconds: 15 } });
  if (result.status === 'exited' && result.exitCode === 42) return undefined;
  const said = result.status === 'exited' ? result.output.trim().slice(-500) : result.reason;
  return said || `the self-test ended with ${result.exitCode}`;
}
