import type { Location, Owner } from '@errata/protocol/diagnosis';
import { type BlameLine, blame } from '../git/blame.ts';
import { fileHistory } from '../git/history.ts';
import { ignoredRevisions } from '../git/ignored-revisions.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { codeOwnerRules, codeOwnersOf } from './code-owners.ts';
import { enclosingRange } from './enclosing.ts';
import { holdsNoCode } from './formatting.ts';
import { Versions } from './versions.ts';

export interface FindOwnersRequest {
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  readonly location: Pick<Location, 'file' | 'line'>;
  /** Which lines the location counts: those of the working copy (default) or of HEAD. */
  readonly now?: 'working-copy' | 'head' | undefined;
  readonly signal?: AbortSignal | undefined;
}

const recentCommits = 30;
const leastShare = 0.1;
const most = 3;

/**
 * People responsible for a location, through the mailmap: code owners, then who wrote the function around it, then
 * who lately worked on the file. Each name stands once, with its strongest source. Throws `GitError`.
 */
export async function findOwners(request: FindOwnersRequest): Promise<Owner[]> {
  const { repository, tree, location, signal } = request;
  const declared = codeOwnersOf(await codeOwnerRules(tree), location.file);
  const owners: Owner[] = declared.map(name => ({ name, source: 'CODEOWNERS', share: 1 }));
  if (!(await tree.has(location.file))) return owners;
  const authors = (await functionBlame(request)).map(line => `${line.author} <${line.email}>`);
  owners.push(...shares(authors, 'blame'));
  const history = await fileHistory(repository, {
    commit: tree.commit,
    file: location.file,
    most: recentCommits,
    signal,
  });
  owners.push(
    ...shares(
      history.map(info => `${info.author} <${info.email}>`),
      'history',
    ),
  );
  const seen = new Set<string>();
  return owners.filter(owner => !seen.has(owner.name) && seen.add(owner.name));
}

/** Blame of the code lines of the function around a location, at HEAD. */
async function functionBlame(request: FindOwnersRequest): Promise<BlameLine[]> {
  const { repository, tree, location, signal } = request;
  const text = await tree.read(location.file);
  if (text === undefined || text === '') return [];
  // Blame counts the lines of HEAD.
  const versions = new Versions({ ...request, releaseTree: tree });
  const atHead = await versions.toRelease(location.file, location.line);
  const range = await enclosingRange(location.file, text, atHead?.line ?? location.line);
  const ignoreRevs = await ignoredRevisions(repository, tree, signal);
  const wanted = { commit: tree.commit, file: location.file, ranges: [range], ignoreRevs, signal };
  const lines = await blame(repository, wanted);
  const code = lines.filter(each => !holdsNoCode(each.text));
  return code.length > 0 ? code : lines;
}

function shares(names: readonly string[], source: Owner['source']): Owner[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]): Owner => ({ name, source, share: count / names.length }))
    .filter(owner => owner.share >= leastShare)
    .slice(0, most);
}
