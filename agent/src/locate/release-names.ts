/** A release as a client named it, taken apart: `shop@1.2.3+45` is version `1.2.3` of `shop`. */
export interface ReleaseName {
  readonly name: string | undefined;
  readonly version: string;
  /** Without `v` in front and without the number of the build. */
  readonly bare: string;
}

export function readReleaseName(release: string): ReleaseName {
  const text = release.trim();
  const at = text.lastIndexOf('@') > 0 ? text.lastIndexOf('@') : text.lastIndexOf(':');
  const name = at > 0 ? text.slice(0, at) : undefined;
  const version = at > 0 ? text.slice(at + 1) : text;
  return { name, version, bare: version.replace(/^v(?=\d)/i, '').replace(/\+.*$/, '') };
}

/** Names of commits that stand in a release's name: all of it, or a part as in `1.2.3-4-gabc1234`. */
export function objectNames(release: string): string[] {
  const text = release.trim().toLowerCase();
  const { version } = readReleaseName(text);
  const parts = [...version.matchAll(/(?:^|[-+._/ ]g?)([0-9a-f]{7,64})(?![0-9a-z])/g)];
  const found = [text, version, ...parts.map(([, part = '']) => part)];
  return [...new Set(found)].filter(each => /^[0-9a-f]{7,64}$/.test(each));
}

/** Tags that a release may mean, likeliest first. */
export function likelyTags(release: string): string[] {
  const { name, version, bare } = readReleaseName(release);
  const tags = [release.trim()];
  for (const each of namesOf(name)) {
    const forms = ['@', '-v', '-', '/v', '/', '_', '_v', '-release-', '@v'];
    tags.push(...forms.map(form => `${each}${form}${bare}`), `${each}@${version}`);
  }
  tags.push(version, `v${version}`, bare, `v${bare}`, `release-${bare}`, `release/${bare}`);
  tags.push(`release-v${bare}`, `release/v${bare}`, `releases/${bare}`, `${bare}.0`, `v${bare}.0`);
  return [...new Set(tags)]
    .filter(tag => !/[\s~^:?*[\\]|\.\.|\/\/|\/$|@\{/.test(tag))
    .map(tag => `refs/tags/${tag}`);
}

/**
 * Of all tags those that end in the version however it is spelt (`rel_1_2_3`, `shop-parent-1.2.3.Final`). Where there
 * are several packages, those of the package that the release names.
 */
export function matchingTags(tags: readonly string[], release: string): string[] {
  const { name, bare } = readReleaseName(release);
  const wanted = spelled(bare);
  if (!/^\d+(?:\.\w+)+$/.test(wanted)) return [];
  const found = tags.filter(tag => {
    const text = spelled(tag).replace(/\.(?:final|release|ga)$/, '');
    return text.endsWith(wanted) && !/[\d.]$/.test(text.slice(0, -wanted.length).replace(/(?<!\d)\.$/, ''));
  });
  const own = namesOf(name).map(spelled);
  const named = found.filter(tag => own.some(each => spelled(tag).includes(each)));
  return named.length > 0 ? named : found;
}

/** What the package of a release may be called where tags and manifests are named: `@acme/api` is `api`, too. */
export function namesOf(name: string | undefined): string[] {
  if (name === undefined) return [];
  const slash = name.slice(name.lastIndexOf('/') + 1);
  const dot = slash.slice(slash.lastIndexOf('.') + 1);
  return [...new Set([name, slash, dot])].filter(each => each !== '');
}

function spelled(text: string): string {
  return text.toLowerCase().replace(/[-_/@+]/g, '.');
}
