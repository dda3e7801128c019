import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';

const PROGRAMS =
  'bash timeout head tail stat realpath env mkdir chmod cat id grep touch ls rm sleep tr od'.split(' ');

/** Makes a small image out of programs of this machine, without a registry. For tests. */
export async function makeImage(
  docker: Docker,
  name: string,
  {
    scripts = {},
    bash = true,
    env = [],
  }: { scripts?: Record<string, string>; bash?: boolean; env?: string[] },
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'errata-image-'));
  try {
    for (const program of PROGRAMS.filter(each => bash || each !== 'bash')) copyProgram(root, program);
    execFileSync('ln', ['-s', 'usr/bin', join(root, 'bin')]);
    for (const [path, text] of Object.entries(scripts)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { mode: 0o755 });
    }
    for (const folder of ['tmp', 'etc', 'proc', 'dev']) mkdirSync(join(root, folder), { recursive: true });
    const tar = execFileSync('tar', ['-C', root, '-cf', '-', '.'], { maxBuffer: 256 * 1024 * 1024 });
    const [repo = '', tag] = name.split(/:(?=[^:/]*$)/);
    const changes = ['PATH=/opt/tools:/usr/bin', ...env].map(pair => `ENV ${pair}`);
    const answer = await docker.importImage(Readable.from([tar]), { repo, tag, changes });
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(answer, error => (error ? reject(error) : resolve())),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A program with the libraries that it needs. */
function copyProgram(root: string, name: string): void {
  const path = `/usr/bin/${name}`;
  const needed = execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/(?:=> )?(\/\S+) \(/g);
  for (const file of [path, ...[...needed].map(([, library = '']) => library)]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    execFileSync('cp', ['-L', file, join(root, file)]);
  }
}
