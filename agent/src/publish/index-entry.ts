import type { FileChange } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { fileBytes, fileText } from '../git/file-text.ts';
import type { Repository } from '../git/repository.ts';
import { PublishError } from './publish-error.ts';

/** How the first line of a file begins that stands for a large one kept elsewhere. */
const pointer = 'version https://git-lfs.github.com/spec/';

/**
 * A changed file as `update-index --index-info` takes it: `mode SP object TAB path NUL`. Its bytes go into the object database.
 * Throws `PublishError` for a file that is not what it was when the change was made, or that cannot be changed like this.
 */
export async function indexEntry(
  repository: Repository,
  base: string,
  change: FileChange,
  signal?: AbortSignal,
): Promise<string> {
  const { path, before, after } = change;
  const folders = path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const listed = (await repository.run(['ls-tree', '-z', base, '--', ...folders], { signal })).split('\0');
  if (listed.some(entry => entry.startsWith('160000 ')))
    throw new PublishError(
      'submodule',
      t('{0} is a submodule: what is in it is changed in its own repository. Nothing was pushed.', path),
    );
  const found = listed.find(entry => entry.endsWith(`\t${path}`)) ?? '';
  const known = /^(\d{6}) blob ([0-9a-f]+)\t/.exec(found);
  const content = known?.[2] === undefined ? undefined : (await repository.objects.read(known[2]))?.content;
  if (content?.subarray(0, pointer.length).toString('latin1') === pointer) throw largeFile(path);
  if ((content === undefined ? null : fileText(content)) !== before)
    throw new PublishError(
      'moved-base',
      t('{0} is not what it was when the fix was made. Fix the error again.', path),
    );
  if (after === null) return `0 ${'0'.repeat(known?.[2]?.length ?? 40)}\t${path}\0`;
  const bytes = fileBytes(after, content);
  if (bytes === undefined)
    throw new PublishError(
      'wrong-encoding',
      t('{0} is not in UTF-8, and the fix holds characters that its encoding does not have.', path),
    );
  const written = ['hash-object', '-w', '--no-filters', '--stdin'];
  const object = (await repository.run(written, { writes: true, input: bytes, signal })).trim();
  return `${known?.[1] ?? '100644'} ${object}\t${path}\0`;
}

/** Refuses what Git LFS would keep elsewhere: a commit holds a pointer to it, which a text is none. */
export async function demandNoLargeFiles(
  repository: Repository,
  changes: readonly FileChange[],
  index: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<void> {
  // As the commit that is built on says, whatever the working folder has.
  const said = await repository.run(['check-attr', '-z', '--cached', '--stdin', 'filter'], {
    env: index,
    input: changes.map(({ path }) => `${path}\0`).join(''),
    signal,
  });
  const words = said.split('\0');
  const at = words.findIndex((word, place) => place % 3 === 2 && word === 'lfs');
  if (at >= 0) throw largeFile(words[at - 2] ?? '');
}

function largeFile(path: string): PublishError {
  return new PublishError(
    'large-file',
    t(
      '{0} is kept with Git LFS, and a fix of it cannot be pushed from here. Nothing was pushed; leave it out, or change it by hand.',
      path,
    ),
  );
}
