import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const user = 12345;

/** Edits a tracked file in the sandbox and prints what the run said. */
const program = (kind: string, dir: string) => `
  import { createSandbox } from ${JSON.stringify(join(import.meta.dirname, 'sandbox.ts'))};
  const sandbox = await createSandbox(${JSON.stringify(kind)});
  const prepared = await sandbox.prepare({ dir: ${JSON.stringify(dir)} });
  const files = new Map([['a.txt', 'changed']]);
  const result = await sandbox.run(prepared, { files, command: ['cat', 'a.txt'] });
  await prepared[Symbol.asyncDispose]();
  console.log(JSON.stringify({ status: result.status, stdout: result.stdout, reason: result.reason }));
`;

describe('a sandbox of a user who is not root', () => {
  let folder: string;

  before(async function () {
    if (process.getuid?.() !== 0) {
      this['skipReason'] = 'only root can become another user';
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'errata-plain-user-'));
    await chmod(folder, 0o777);
    const tries = [
      '--reuid',
      String(user),
      '--regid',
      String(user),
      '--clear-groups',
      process.execPath,
      '--version',
    ];
    try {
      execFileSync('setpriv', tries, { stdio: 'ignore' });
    } catch {
      this['skipReason'] = `another user cannot run ${process.execPath}`;
      this.skip();
    }
  });
  after(() => folder && rm(folder, { recursive: true, force: true }));

  for (const group of [user, 0]) {
    it(`edits files of ${group === 0 ? 'a group that is not its own' : 'its own'}`, async () => {
      const dir = join(folder, `of-${group}`);
      await mkdir(dir);
      await writeFile(join(dir, 'a.txt'), 'original');
      for (const path of [dir, join(dir, 'a.txt')]) await chown(path, user, group);
      const identity = ['--reuid', String(user), '--regid', String(user), '--clear-groups'];
      const node = [process.execPath, '--input-type=module-typescript', '--eval', program('namespaces', dir)];
      const { stdout } = await promisify(execFile)('setpriv', [...identity, ...node], {
        cwd: folder,
        env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder },
      });
      assert.deepEqual(JSON.parse(stdout), { status: 'exited', stdout: 'changed' });
    });
  }
});
