import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';

/** Git-ignored; what a run leaves behind for a person to look at. */
export const ARTIFACTS = join(import.meta.dirname, '..', '..', 'artifacts');

/** Writes a picture of the window and returns its path. */
export async function keepScreenshot(page: Page, name: string): Promise<string> {
  const path = join(ARTIFACTS, 'screenshots', `${slug(name)}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}

/** Copies the logs of the server under `root` and the window's console to `artifacts/logs/<name>/`, and returns it. */
export async function keepLogs(root: string, name: string, console: readonly string[]): Promise<string> {
  const folder = join(ARTIFACTS, 'logs', slug(name));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const source of [join(root, 'server.log'), join(root, 'ud', 'logs')]) {
    await cp(source, join(folder, basename(source)), { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
  }
  await writeFile(join(folder, 'window-console.log'), `${console.join('\n')}\n`);
  return folder;
}

function slug(name: string): string {
  const plain = name.replaceAll(/[^a-z0-9.]+/gi, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 100).toLowerCase() || 'unnamed';
}
