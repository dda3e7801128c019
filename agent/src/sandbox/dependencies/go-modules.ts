import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { plainText } from '../runtime/wanted.ts';
import type { Demand } from './layer.ts';
import { contentsOf, projectFiles } from './project-files.ts';

const INSIDE = '/opt/errata/dependencies/go';

/** The modules that a folder's `go.mod` requires, where some of them were never downloaded. */
export function goDemand(dir: string, cache: string | undefined): Demand | undefined {
  if (!existsSync(join(dir, 'go.mod')) || existsSync(join(dir, 'vendor/modules.txt'))) return undefined;
  const required = plainText(join(dir, 'go.mod')) ?? '';
  const wanted = archivesOf(plainText(join(dir, 'go.sum'), 4 * 1024 * 1024) ?? '', required);
  const missing = wanted.filter(archive => cache === undefined || !existsSync(join(cache, archive)));
  if (missing.length === 0) return undefined;
  const files = contentsOf(
    dir,
    projectFiles(dir, name => ['go.mod', 'go.sum', 'go.work', 'go.work.sum'].includes(name)),
  );
  return {
    source: 'go.sum',
    missing:
      missing.length === 1
        ? t('1 module of go.mod was never downloaded, and a sandbox cannot do it.')
        : t('{0} modules of go.mod were never downloaded, and a sandbox cannot do it.', missing.length),
    byHand: 'go mod download',
    files,
    runtime: 'go',
    steps: stage => [
      {
        command: ['go', 'mod', 'download'],
        env: { GOMODCACHE: join(stage, '.modules'), GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' },
      },
    ],
    result: () => ({ notes: [], folders: [] }),
    beside: stage => ({
      binds: [{ from: join(stage, '.modules'), to: INSIDE }],
      env: { GOMODCACHE: INSIDE },
    }),
  };
}

/** Where in a module cache the archives of the required modules lie. */
function archivesOf(sums: string, required: string): string[] {
  const archives: string[] = [];
  const words = new Set(required.split('\n').map(line => line.trim().replace(/^require\s+|\s*\/\/.*$/g, '')));
  for (const line of sums.split('\n')) {
    const [path = '', version = ''] = line.split(' ', 2);
    if (path === '' || version === '' || version.endsWith('/go.mod')) continue;
    if (!words.has(`${path} ${version}`)) continue;
    const escaped = (text: string) => text.replace(/[A-Z]/g, letter => `!${letter.toLowerCase()}`);
    archives.push(`cache/download/${escaped(path)}/@v/${escaped(version)}.zip`);
  }
  return archives;
}
