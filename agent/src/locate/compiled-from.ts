import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { SourceTree } from '../git/source-tree.ts';
import type { FileIndex } from './file-index.ts';
import type { FramePath } from './frame-path.ts';
import { type FileMatch, nameParts } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

/** What a TypeScript project says of where it writes to. */
interface Project {
  readonly config: string;
  /** From the root of the repository; both without a slash at the end. */
  readonly written: string;
  readonly source: string;
}

const mostProjects = 200;
const known = new WeakMap<SourceTree, Promise<readonly Project[]>>();

/** Sources of a compiled file, by the folders that the projects' settings name. */
export async function compiledFrom(
  path: FramePath,
  tree: SourceTree,
  index: FileIndex,
): Promise<FileMatch[]> {
  if (!/^[cm]?jsx?$/.test(nameParts(path.segments.at(-1) ?? '').extension)) return [];
  const found: FileMatch[] = [];
  const whole = `/${path.segments.join('/')}`;
  for (const { config, written, source } of await projects(tree, index)) {
    const at = whole.lastIndexOf(`/${written}/`);
    if (at < 0) continue;
    const inside = whole.slice(at + written.length + 2);
    const segments = [...source.split('/'), ...inside.split('/')].filter(Boolean);
    const reason = t('{0} has it compiled to {1}/', config, written);
    for (const match of index.matches({ segments, absolute: false })) {
      if (match.prefix !== '\0') continue;
      const score = Math.min(match.score, weights.file.generated);
      found.push({ ...match, score, generated: true, prefix: '', reasons: [reason, ...match.reasons] });
    }
  }
  return found;
}

function projects(tree: SourceTree, index: FileIndex): Promise<readonly Project[]> {
  let answer = known.get(tree);
  if (answer === undefined) {
    answer = readProjects(tree, index);
    known.set(tree, answer);
  }
  return answer;
}

async function readProjects(tree: SourceTree, index: FileIndex): Promise<readonly Project[]> {
  const json = new Set(['json']);
  const names = [
    'tsconfig',
    'tsconfig.build',
    'tsconfig.app',
    'tsconfig.lib',
    'tsconfig.server',
    'tsconfig.prod',
  ];
  const configs = names
    .flatMap(name => index.named(name, json))
    .sort((a, b) => a.length - b.length)
    .slice(0, mostProjects);
  const texts = await Promise.all(configs.map(config => tree.read(config)));
  return configs.flatMap((config, at) => {
    // Comments and commas at the end are allowed in it, so that it is not parsed.
    const text = texts[at] ?? '';
    const [, outDir] = /"outDir"\s*:\s*"([^"\n]{1,200})"/.exec(text) ?? [];
    const [, rootDir = '.'] = /"rootDir"\s*:\s*"([^"\n]{1,200})"/.exec(text) ?? [];
    const folder = posix.dirname(config);
    const [written, source] = [outDir ?? '', rootDir].map(each =>
      posix.join(folder, each).replace(/^\.\/?$|\/$/, ''),
    );
    const isInside = written !== undefined && written !== '' && !written.startsWith('..');
    return outDir === undefined || !isInside ? [] : [{ config, written, source: source ?? '' }];
  });
}
