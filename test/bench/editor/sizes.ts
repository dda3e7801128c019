import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EditorFigures } from './figures.ts';

/** What the package weighs, and what of it is loaded when. `installed` is the folder of the installed extension. */
export async function measureSizes(
  vsix: string,
  installed: string,
): Promise<NonNullable<EditorFigures['sizes']>> {
  const sizeOf = async (...path: string[]) => (await stat(join(installed, 'dist', ...path))).size;
  const page = join(installed, 'dist', 'webview');
  const files = await readdir(page, { recursive: true, withFileTypes: true });
  const bytes = await Promise.all(
    files.filter(file => file.isFile()).map(file => stat(join(file.parentPath, file.name))),
  );
  return {
    eager: await sizeOf('extension.cjs'),
    afterwards: await sizeOf('language-client.cjs'),
    vsix: (await stat(vsix)).size,
    pageScripts: await loadedAtFirst(page),
    pageAll: bytes.reduce((sum, { size }) => sum + size, 0),
  };
}

/** The page's script with all that it imports from the start, and its stylesheet. */
async function loadedAtFirst(page: string): Promise<number> {
  const pending = ['start.js', 'review.js', 'review.css'];
  const loaded = new Map<string, number>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (loaded.has(name)) continue;
    const text = await readFile(join(page, name));
    loaded.set(name, text.length);
    for (const [, imported = ''] of text.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      pending.push(imported);
    }
  }
  return [...loaded.values()].reduce((sum, size) => sum + size, 0);
}
