import { t } from '@vscode/l10n';
import type { SourceTree } from '../git/source-tree.ts';
import type { FramePath } from './frame-path.ts';
import { type FileMatch, pathScore } from './path-score.ts';

/** Files that a path means through links that are tracked in the repository. */
export async function linkedFiles(path: FramePath, tree: SourceTree): Promise<FileMatch[]> {
  const found: FileMatch[] = [];
  for (const [link, target] of await tree.links()) {
    const name = link.slice(link.lastIndexOf('/') + 1);
    for (const [at, segment] of path.segments.entries()) {
      if (segment !== name) continue;
      const rest = path.segments.slice(at + 1);
      const file = [target, ...rest].filter(Boolean).join('/');
      if (!(await tree.has(file))) continue;
      const named = pathScore(path, [link, ...rest].join('/'));
      found.push({
        ...named,
        file,
        prefix: '',
        reasons: [...named.reasons, t('{0} is a link to {1}', link, target || t('the root'))],
      });
    }
  }
  return found;
}
