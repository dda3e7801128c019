import path from 'node:path';
import type { Repository } from '../../git/repository.ts';
import { remotesOf } from '../../git/repository-remotes.ts';
import type { SourceTree } from '../../git/source-tree.ts';
import { packageNames } from '../match-files.ts';
import { namesOf } from '../release-names.ts';

const known = new WeakMap<SourceTree, Promise<ReadonlySet<string>>>();

/** What a repository is called, spelled plainly: by its folder, its remotes and the packages in it. Throws `GitError`. */
export function repositoryNames(repository: Repository, tree: SourceTree): Promise<ReadonlySet<string>> {
  let names = known.get(tree);
  if (names === undefined) {
    names = read(repository, tree);
    known.set(tree, names);
    names.catch(() => known.delete(tree));
  }
  return names;
}

/** A name as it is compared: `Acme_Shop` is `acme-shop`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[_.\s]/g, '-');
}

async function read(repository: Repository, tree: SourceTree): Promise<ReadonlySet<string>> {
  const [remotes, packages] = await Promise.all([remotesOf(repository), packageNames(tree)]);
  const all = [path.basename(repository.root), ...remotes.names.map(each => each.path), ...packages];
  return new Set(all.flatMap(namesOf).map(plainName));
}
