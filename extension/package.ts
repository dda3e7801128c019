import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension } from './build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(root, 'extension');

/** What the package holds beside the bundles: name in the package → path in the repository. */
const files = {
  'package.nls.json': 'extension/package.nls.json',
  'package.nls.zh-cn.json': 'extension/package.nls.zh-cn.json',
  'l10n/bundle.l10n.zh-cn.json': 'extension/l10n/bundle.l10n.zh-cn.json',
  'CHANGELOG.md': 'CHANGELOG.md',
  LICENSE: 'LICENSE',
  'media/icon.png': 'extension/media/icon.png',
  'media/activity.svg': 'extension/media/activity.svg',
  'media/walkthrough/connect.svg': 'extension/media/walkthrough/connect.svg',
  'media/walkthrough/send.md': 'extension/media/walkthrough/send.md',
  'media/walkthrough/send.zh-cn.md': 'extension/media/walkthrough/send.zh-cn.md',
  'media/walkthrough/fix.svg': 'extension/media/walkthrough/fix.svg',
  'docs/sandbox.md': 'docs/sandbox.md',
};

/** A relative picture in Markdown. */
const picture = /!\[[^\]]*\]\((?!https?:)([^)\s]+)\)/g;

/**
 * Bundles the extension and packs it as `dist/errata-<version>.vsix`; returns the path. It is put together in a folder of
 * its own, so that nothing gets in by lying about. Tests may put another `agent` in the place of the real one.
 */
export async function packageExtension(target = join(root, 'dist'), agent?: string): Promise<string> {
  const stage = await mkdtemp(join(tmpdir(), 'errata-package-'));
  try {
    const manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8'));
    // Everything is bundled: the package needs nothing from npm, and is not to be published there.
    for (const key of ['dependencies', 'devDependencies', 'private']) delete manifest[key];
    await writeFile(join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
    await writeFile(join(stage, '.vscodeignore'), '');
    for (const [name, path] of Object.entries(files)) await cp(join(root, path), join(stage, name));
    await writeFile(join(stage, 'README.md'), await readmeWithPictures(join(own, 'README.md')));
    await buildExtension(join(stage, 'dist'), agent);
    await mkdir(target, { recursive: true });
    const packagePath = join(target, `errata-${manifest.version}.vsix`);
    // Loaded late: it is big, and a failing build should say so without it.
    const { createVSIX } = await import('@vscode/vsce');
    await createVSIX({
      ...{ cwd: stage, packagePath, dependencies: false },
      ...{ allowMissingRepository: true, rewriteRelativeLinks: false },
    });
    return packagePath;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** The pictures go into the text itself: there is no address yet that a marketplace could take them from. */
async function readmeWithPictures(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  const pictures = new Map<string, string>();
  for (const [, file = ''] of text.matchAll(picture)) {
    const bytes = await readFile(join(dirname(path), file));
    pictures.set(file, `data:image/${extname(file).slice(1)};base64,${bytes.toString('base64')}`);
  }
  return text.replace(picture, (all, file: string) => all.replace(file, pictures.get(file) ?? file));
}

if (import.meta.main) {
  // The packer talks on stdout, where only the path belongs.
  console.log = console.info = console.error;
  const [target] = process.argv.slice(2);
  const path = await packageExtension(target);
  process.stdout.write(`${path}\n`);
}
