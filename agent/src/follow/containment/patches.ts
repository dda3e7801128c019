import type { Repository } from '../../git/repository.ts';

/** A commit and what it is compared with: its first parent without that. */
export interface Change {
  readonly commit: string;
  readonly from?: string | undefined;
}

const form = ['--stdin', '-r', '--root', '--no-renames'];
/**
 * One line of context: that a change has no other neighbours is what lets git carry it over to another branch without a person,
 * so that a copy keeps its patch however much else differs around it.
 */
const patch = [
  ...['-p', '-U1', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv', '--no-indent-heuristic'],
  // Alike on both sides, so that a patch and the reverse of its reverse are one text.
  ...['--src-prefix=x/', '--dst-prefix=x/'],
];

/** What each commit changed, as a name that is the same wherever the same change was made, however lines are numbered there. */
export async function patchIds(
  repository: Repository,
  changes: readonly Change[],
  { reverse = false, signal }: { reverse?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<Map<string, string>> {
  if (changes.length === 0) return new Map();
  const args = ['diff-tree', ...form, ...patch, ...(reverse ? ['-R'] : [])];
  const { stdout } = await repository.output(args, { input: linesOf(changes), signal });
  const said = await repository.run(['patch-id', '--stable'], { input: stdout, signal });
  return new Map(
    said.split('\n').flatMap(line => {
      const [id, commit] = line.split(' ');
      return id && commit ? [[commit, id] as const] : [];
    }),
  );
}

/** The files that each commit changed, in an order of their own. */
export async function changedPaths(
  repository: Repository,
  changes: readonly Change[],
  signal?: AbortSignal,
): Promise<Map<string, string[]>> {
  if (changes.length === 0) return new Map();
  const args = ['diff-tree', ...form, '--name-only', '-z'];
  const fields = (await repository.run(args, { input: linesOf(changes), signal })).split('\0');
  const found = new Map(changes.map(({ commit }) => [commit, [] as string[]]));
  let paths: string[] | undefined;
  for (const field of fields) {
    const known = found.get(field);
    if (known !== undefined) paths = known;
    else if (field !== '') paths?.push(field);
  }
  return found;
}

function linesOf(changes: readonly Change[]): string {
  return changes.map(({ commit, from }) => `${commit}${from === undefined ? '' : ` ${from}`}\n`).join('');
}
