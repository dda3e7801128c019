import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { byScore, type FileIndex } from './file-index.ts';
import type { FramePath } from './frame-path.ts';
import type { Installed } from './installed.ts';
import type { OwnPackages } from './own-packages.ts';
import { type FileMatch, lowered, pathScore, raised } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

/** What Go calls the packages of programs, wherever they lie. */
const programs = /^(?:main|command-line-arguments|plugin\/.*)$/;

interface Files {
  readonly index: FileIndex;
  readonly packages: OwnPackages;
  readonly has: (file: string) => Promise<boolean>;
}

/** What a path in a folder of installed packages is in this repository. */
export interface InstalledAnswer {
  readonly matches: readonly FileMatch[];
  /** True when only the quoted line can tell that they are meant. */
  readonly needsProof: boolean;
}

/** Files of this repository that are installed in another place: a package of its own, or a copy that is tracked. */
export async function installedFiles(
  path: FramePath,
  installed: Installed,
  files: Files,
): Promise<InstalledAnswer> {
  const tracked = files.index
    .matches(path)
    .filter(match => match.shared >= path.segments.length - installed.marker);
  if (tracked.length > 0) return { matches: tracked, needsProof: false };
  const inside = path.segments.slice(installed.inside);
  const own = await insideFolders(await foldersOf(installed, files), inside, installed, files);
  if (own.length > 0) return { matches: own, needsProof: false };
  const copies = files.index
    .matches({ segments: inside, absolute: false })
    .filter(match => match.score >= weights.file.generated * weights.file.wholeFrame);
  if (installed.kind === 'python') {
    const ours: FileMatch[] = [];
    for (const match of copies) if (await isImported(match, inside, files)) ours.push(match);
    if (ours.length > 0) return { matches: ours, needsProof: false };
  }
  return { matches: copies, needsProof: true };
}

async function foldersOf(installed: Installed, { packages }: Files): Promise<readonly string[]> {
  const { kind, name } = installed;
  if (kind === 'go') {
    const folder = await packages.goFolder(name);
    return folder === undefined ? [] : [folder];
  }
  const folders = await packages.folders(kind, name);
  // `package:shop/cart.dart` is `lib/cart.dart` of the package.
  return kind === 'dart' && installed.marker === 0 ? folders.map(folder => under(folder, 'lib')) : folders;
}

async function insideFolders(
  folders: readonly string[],
  inside: readonly string[],
  installed: Installed,
  { index }: Files,
): Promise<FileMatch[]> {
  return folders.flatMap(folder => {
    const segments = [...folder.split('/').filter(Boolean), ...inside];
    return index
      .matches({ segments, absolute: false })
      .filter(match => match.prefix === '\0')
      .map(match => inPackage(match, installed.name, folder));
  });
}

/** A match that lies where the package's own files are. */
function inPackage(match: FileMatch, name: string, folder: string): FileMatch {
  const reason = t('{0} is the package in {1}', name.slice(0, 100), folder === '' ? t('the root') : folder);
  const score = Math.min(match.score, weights.file.ownPackage);
  return { ...match, score, prefix: '', reasons: [reason, ...match.reasons] };
}

/** Whether a Python file lies where an installation would take it from: a project's folder, or its `src`. */
async function isImported(match: FileMatch, inside: readonly string[], { has }: Files): Promise<boolean> {
  if (inside.length < 2 || match.shared < inside.length) return false;
  const above = match.file.split('/').slice(0, -inside.length);
  if (/^(?:src|lib|python)$/.test(above.at(-1) ?? '')) above.pop();
  const folder = above.join('/');
  for (const name of ['pyproject.toml', 'setup.py', 'setup.cfg']) {
    if (await has(under(folder, name))) return true;
  }
  return false;
}

/** Puts first what lies in the package that the frame names: a Go import path, a Rust crate, a bundler's project. */
export async function preferNamed(
  frame: Frame,
  path: FramePath,
  matches: readonly FileMatch[],
  { index, packages }: Files,
): Promise<{ matches: readonly FileMatch[]; reason?: string }> {
  const name = path.segments.at(-1) ?? '';
  if (name.endsWith('.go')) {
    const named = frame.module ?? path.segments.slice(0, -1).join('/');
    const folder = await packages.goFolder(named.replace(/_test$/, '').slice(0, 1000));
    if (folder !== undefined) {
      const segments = [...folder.split('/').filter(Boolean), name];
      const exact = index.matches({ segments, absolute: false }).find(match => match.score === 1);
      if (exact !== undefined) {
        const { prefix } = pathScore(path, exact.file);
        return { matches: [{ ...inPackage(exact, named, folder), prefix }] };
      }
    } else if (frame.module !== undefined && !programs.test(frame.module) && (await packages.has('go'))) {
      return { matches: [], reason: t('a package of another module, not this repository') };
    }
  }
  const named = await namedFolders(frame, path, packages);
  const inside = matches.filter(({ file }) => named.folders.some(folder => file.startsWith(`${folder}/`)));
  if (inside.length === 0) return { matches };
  const judged = matches.map(match =>
    inside.includes(match)
      ? raised(match, weights.file.samePrefix, t('it belongs to {0}', named.name.slice(0, 100)))
      : lowered(match, weights.file.elsewhere, t('it does not belong to {0}', named.name.slice(0, 100))),
  );
  return { matches: judged.sort(byScore) };
}

async function namedFolders(
  frame: Frame,
  path: FramePath,
  packages: OwnPackages,
): Promise<{ name: string; folders: readonly string[] }> {
  const [first = '', second = ''] = path.segments;
  if (/^webpack:\/\/[^/]/.test(frame.file.trim())) {
    const name = first.startsWith('@') ? `${first}/${second}` : first;
    return { name, folders: (await packages.folders('npm', name)).filter(Boolean) };
  }
  if (path.segments.at(-1)?.endsWith('.rs')) {
    const name = /^<{0,3}&?(?:mut |dyn )?(\w{1,100})::/.exec((frame.function ?? '').slice(0, 200))?.[1] ?? '';
    return { name, folders: (await packages.folders('rust', name)).filter(Boolean) };
  }
  return { name: '', folders: [] };
}

function under(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
