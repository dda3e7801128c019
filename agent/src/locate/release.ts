import type { Repository } from '../git/repository.ts';

/**
 * The commit of a release as a client named it (hostile text): an object name, a tag, a version with or without
 * `v`, `name@version`, `git describe` output. Nothing when this repository knows none of these.
 */
export async function resolveRelease(
  repository: Repository,
  release: string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (release === undefined || !/^[\w@][\w.@/+~ -]{0,250}$/.test(release)) return undefined;
  const found = await repository.resolveAll(releaseRevisions(release), signal);
  return found.find(commit => commit !== undefined);
}

/** Revisions that a release may mean, likeliest first. Never a branch or an expression. */
export function releaseRevisions(release: string): string[] {
  const text = release.trim();
  const at = text.lastIndexOf('@');
  const name = at > 0 ? text.slice(0, at) : undefined;
  const version = at > 0 ? text.slice(at + 1) : text;
  const revisions: string[] = [];
  const tag = (...names: string[]) => revisions.push(...names.map(each => `refs/tags/${each}`));
  const objectName = (each: string) => /^[0-9a-f]{7,64}$/.test(each) && revisions.push(each);
  objectName(text);
  objectName(version);
  tag(text);
  if (name !== undefined) {
    const short = name.slice(name.lastIndexOf('/') + 1);
    for (const each of new Set([name, short])) {
      tag(
        `${each}@${version}`,
        `${each}-v${version}`,
        `${each}-${version}`,
        `${each}/v${version}`,
        `${each}/${version}`,
      );
    }
  }
  const bare = version.replace(/^v(?=\d)/i, '').replace(/\+.*$/, '');
  tag(
    version,
    `v${version}`,
    bare,
    `v${bare}`,
    `release-${bare}`,
    `release/${bare}`,
    `${bare}.0`,
    `v${bare}.0`,
  );
  // `1.2.3-4-gabc1234`, `1.2.3+abc1234`, `shop-2026-01-02-abc1234`
  for (const [, hex = ''] of version.matchAll(/(?:^|[-+._/ ]g?)([0-9a-f]{7,64})(?![0-9a-z])/g))
    objectName(hex);
  return [...new Set(revisions)].filter(revision => !/[ ~]|\.\.|\/\/|\/$|@\{/.test(revision));
}
