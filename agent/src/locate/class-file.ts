import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { declaredPackage, declaresType } from './declared.ts';
import type { TreeLines } from './file-evidence.ts';
import type { FileIndex } from './file-index.ts';
import type { OwnPackages } from './own-packages.ts';
import type { FileMatch } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

const typed = new Set(['java', 'kt', 'kts', 'scala', 'groovy', 'cs', 'fs', 'vb']);
const placeholder =
  /^(?:<unknown>|<internal>|SourceFile|Unknown Source|Native Method|unknown|r8-map-id.*|)$/i;
const mostFiles = 20;
const mostInFolder = 200;
const longest = 500;

/** Whether a frame does not tell its file, so that only its class or module can. */
export function tellsNoFile(frame: Frame): boolean {
  const file = frame.file.trim();
  return placeholder.test(file) || file === frame.module;
}

/**
 * The files that declare the class or hold the module of a frame that does not tell its file. Each is read: a name
 * alone is not convincing.
 */
export async function filesByName(
  frame: Frame,
  { index, lines, packages }: { index: FileIndex; lines: TreeLines; packages: OwnPackages },
): Promise<FileMatch[]> {
  const { module } = frame;
  if (module === undefined) return rustFiles(frame, index, packages);
  if (module.length > longest || !/^[\p{L}\p{N}_$.+`]+$/u.test(module)) return [];
  const dotted = pythonFiles(module, index);
  return dotted.length > 0 ? dotted : classFiles(module, index, lines);
}

async function classFiles(module: string, index: FileIndex, lines: TreeLines): Promise<FileMatch[]> {
  const names = module.replace(/`\d+/g, '').split(/[.+$]/).filter(Boolean);
  const innermost = Math.max(0, names.length - 3);
  // The file is named for the class, or for the one around it; a Kotlin file for neither.
  for (let at = names.length - 1; at >= innermost; at--) {
    const name = names[at] ?? '';
    const kotlin = /Kt$/.test(name) ? index.named(name.replace(/Kt$/, ''), new Set(['kt'])) : [];
    const files = [...index.named(name, typed), ...kotlin];
    const found = await declaring(files.slice(0, mostFiles), names.slice(0, at + 1), lines);
    if (found.length > 0) return found;
  }
  // A file of another name, in the folder of the package.
  const [folder, name] = names.slice(-2);
  if (folder === undefined || name === undefined) return [];
  return declaring(index.inFolder(folder, typed).slice(0, mostInFolder), names, lines);
}

/** Those of the files that declare the class with this qualified name. */
async function declaring(
  files: readonly string[],
  names: readonly string[],
  lines: TreeLines,
): Promise<FileMatch[]> {
  const name = names.at(-1) ?? '';
  const scope = names.slice(0, -1).join('.');
  const found: FileMatch[] = [];
  const texts = await Promise.all(files.map(file => lines.of(file)));
  for (const [at, file] of files.entries()) {
    const text = texts[at];
    if (text === undefined || !(declaresType(text, name) || /Kt$/.test(name))) continue;
    const declared = declaredPackage(text);
    if (declared !== undefined && declared !== scope && !scope.startsWith(`${declared}.`)) continue;
    const reasons = [
      declared === undefined ? t('it declares {0}', name) : t('it declares {0} in {1}', name, declared),
    ];
    const factor = declared === undefined ? weights.file.noPackage : 1;
    found.push(named(file, weights.file.className * factor, reasons));
  }
  return found;
}

/** `shop.cart` is `shop/cart.py` or `shop/cart/__init__.py`, below whatever folder. */
function pythonFiles(module: string, index: FileIndex): FileMatch[] {
  const names = module.split('.');
  const last = names.at(-1) ?? '';
  const ends = [...names.slice(0, -1), `${last}.py`].join('/');
  const inits = [...names, '__init__.py'].join('/');
  const files = [
    ...index.named(last, new Set(['py'])).filter(file => `/${file}`.endsWith(`/${ends}`)),
    ...index.named('__init__', new Set(['py'])).filter(file => `/${file}`.endsWith(`/${inits}`)),
  ];
  return files
    .slice(0, mostFiles)
    .map(file => named(file, weights.file.className, [t('it is the module {0}', module)]));
}

/** `shop::cart::total` lies in `cart.rs` or `cart/mod.rs` of the crate `shop`, or at its root. */
async function rustFiles(frame: Frame, index: FileIndex, packages: OwnPackages): Promise<FileMatch[]> {
  const text = (frame.function ?? '').slice(0, longest).replace(/^<{0,3}&?(?:mut |dyn )?/, '');
  const names = /^\w+(?:::\w+)+/.exec(text)?.[0].split('::') ?? [];
  const [crate = '', ...modules] = names;
  const folders = await packages.folders('rust', crate);
  for (const folder of folders) {
    const root = folder === '' ? 'src' : `${folder}/src`;
    for (let length = modules.length - 1; length > 0; length--) {
      const below = modules.slice(0, length).join('/');
      const file = [`${root}/${below}.rs`, `${root}/${below}/mod.rs`].find(each => isTracked(index, each));
      if (file !== undefined) {
        return [
          named(file, weights.file.className, [
            t('it is the module {0} of {1}', modules.slice(0, length).join('::'), crate),
          ]),
        ];
      }
    }
    const file = [`${root}/lib.rs`, `${root}/main.rs`].find(each => isTracked(index, each));
    if (file !== undefined) return [named(file, weights.file.className, [t('it is the root of {0}', crate)])];
  }
  return [];
}

function isTracked(index: FileIndex, file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.rs$/, '');
  return index.named(name, new Set(['rs'])).includes(file);
}

function named(file: string, score: number, reasons: readonly string[]): FileMatch {
  return { file, score, reasons, prefix: '', generated: false, shared: 1 };
}
