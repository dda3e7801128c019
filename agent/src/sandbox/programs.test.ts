import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { showPrograms } from './programs.ts';

describe('programs that are shown in a sandbox', () => {
  let home: string;
  const put = async (path: string): Promise<string> => {
    const full = join(home, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, '', { mode: 0o755 });
    return full;
  };
  const show = (...programs: string[]) => showPrograms(programs, [join(home, 'bin')], '/opt/it');
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'errata-programs-'));
    await mkdir(join(home, 'bin'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('are with the packages that they need, where they are packages', async () => {
    const real = await put('lib/node_modules/@maker/coder/cli.js');
    await symlink(real, join(home, 'bin/coder'));
    const { binds, links } = show('coder');
    assert.deepEqual(binds, [
      { from: join(home, 'lib/node_modules'), to: '/opt/it/programs/coder/node_modules' },
    ]);
    assert.deepEqual(
      [...links],
      [['/opt/it/bin/coder', '/opt/it/programs/coder/node_modules/@maker/coder/cli.js']],
    );
  });

  it('are alone, where they are one file, and never with the folder around it', async () => {
    const real = await put('.secrets/versions/1.2/coder');
    await symlink(real, join(home, 'bin/coder'));
    const { binds, links } = show('coder', real);
    const bind = { from: real, to: '/opt/it/programs/coder/coder' };
    assert.deepEqual(binds, [bind, bind]);
    assert.deepEqual([...links], [['/opt/it/bin/coder', bind.to]]);
  });

  it('are with their virtual environment, at the path that it knows', async () => {
    const environment = join(home, 'venvs/coder');
    await put('venvs/coder/pyvenv.cfg');
    const real = await put('venvs/coder/bin/coder');
    await symlink(real, join(home, 'bin/coder'));
    const { binds, links } = show('coder');
    assert.deepEqual(binds, [{ from: environment, to: environment }]);
    assert.deepEqual([...links], [['/opt/it/bin/coder', real]]);
  });

  it('are those of the system without more ado, and left out where they are missing', async () => {
    await symlink('/usr/bin/env', join(home, 'bin/coder'));
    const { binds, links } = show('coder', 'no-such-program');
    assert.deepEqual([binds, [...links.keys()]], [[], ['/opt/it/bin/coder']]);
  });
});
