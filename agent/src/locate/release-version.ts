import { commitInfos } from '../git/history.ts';
import { walkHistory } from '../git/history-walk.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { blobTexts } from './blob-texts.ts';
import { isManifest, type Manifest, readManifest } from './release-manifests.ts';
import { namesOf, readReleaseName } from './release-names.ts';

const mostManifests = 60;
const mostCommits = 40;
const milliseconds = 700;

/** The commits during which a package had a version: from the one that set it to the last before the next version. */
export interface VersionRange {
  readonly file: string;
  readonly set: string;
  /** When that was made, ISO 8601. */
  readonly setAt: string;
  readonly last: string;
  /** The commit that set it is the release itself: its message says so. */
  readonly setIsRelease: boolean;
}

interface Step {
  readonly file: string;
  readonly commit: string;
  readonly parent: string | undefined;
  readonly subject: string;
  readonly date: string;
  readonly before: Manifest | undefined;
  readonly after: Manifest | undefined;
}

/** Finds when a package of this repository had the version that a release names. Throws `GitError`. */
export async function versionRange(
  repository: Repository,
  tree: SourceTree,
  release: string,
  signal?: AbortSignal,
): Promise<VersionRange | undefined> {
  const { name, bare } = readReleaseName(release);
  if (!/^\d{1,9}[.\-_]\w[\w.-]{0,60}$/.test(bare)) return undefined;
  const own = namesOf(name).map(plain);
  const manifests = (await tree.list())
    .filter(isManifest)
    .map(file => ({
      file,
      far: file.split('/').length - (own.some(each => plain(file).includes(each)) ? 10 : 0),
    }))
    .sort((a, b) => a.far - b.far)
    .slice(0, mostManifests)
    .map(({ file }) => file);
  if (manifests.length === 0) return undefined;
  const steps = await versionSteps(repository, { commit: tree.commit, manifests, bare, signal });
  const setting = steps.filter(({ before, after }) => before?.version !== bare && after?.version === bare);
  const [chosen] = setting.sort((a, b) => likeness(b, own) - likeness(a, own));
  if (chosen === undefined) return undefined;
  const later = steps.slice(0, steps.indexOf(chosen)).reverse();
  const next = later.find(({ file, before, after }) => {
    return file === chosen.file && before?.version === bare && after?.version !== bare;
  });
  const said = chosen.subject.toLowerCase();
  return {
    file: chosen.file,
    set: chosen.commit,
    setAt: chosen.date,
    last: next === undefined ? tree.commit : (next.parent ?? chosen.commit),
    setIsRelease:
      said.replace(/^v/, '') === bare || (said.includes(bare) && /\b(?:release|publish)/.test(said)),
  };
}

/** Every change of a manifest that brought the version in or took it away, newest first. */
async function versionSteps(
  repository: Repository,
  asked: { commit: string; manifests: readonly string[]; bare: string; signal?: AbortSignal | undefined },
): Promise<Step[]> {
  // Along the main line: what was set on a branch came with its merge.
  const form = [
    '--first-parent',
    '-m',
    '--no-renames',
    `-S${asked.bare}`,
    '--name-only',
    '-z',
    '--format=%x01%H',
  ];
  const { text } = await walkHistory(
    repository,
    [...form, `--max-count=${mostCommits}`, '--end-of-options', asked.commit, '--', ...asked.manifests],
    { milliseconds, signal: asked.signal },
  );
  const touched = text
    .split('\u0001')
    .slice(1)
    .map(record => record.split('\0').map(each => each.trim()))
    .map(([commit = '', ...files]) => ({
      commit,
      files: files.filter(file => asked.manifests.includes(file)),
    }))
    .filter(({ commit }) => /^[0-9a-f]{40,64}$/.test(commit));
  const infos = await commitInfos(
    repository,
    touched.map(({ commit }) => commit),
    asked.signal,
  );
  const pairs = touched.flatMap(({ commit, files }) => {
    const info = infos.get(commit);
    const [parent] = info?.parents ?? [];
    const { subject = '', date = '' } = info ?? {};
    return files.map(file => ({ file, commit, parent, subject, date }));
  });
  const names = pairs.flatMap(({ file, commit, parent }) => [`${commit}:${file}`, `${parent}:${file}`]);
  const texts = await blobTexts(repository, names, asked.signal);
  const at = (commit: string | undefined, file: string) => {
    const found = texts.get(`${commit}:${file}`);
    return found === undefined ? undefined : readManifest(file, found);
  };
  return pairs.map(pair => ({
    ...pair,
    before: at(pair.parent, pair.file),
    after: at(pair.commit, pair.file),
  }));
}

/** How well a manifest fits the package that a release names; without a name the top of the repository does. */
function likeness({ file, after }: Step, own: readonly string[]): number {
  const named = after?.name !== undefined && own.some(each => namesOf(after.name).map(plain).includes(each));
  const folder = own.some(each => plain(file).split('/').includes(each));
  return (named ? 100 : 0) + (folder ? 50 : 0) - file.split('/').length;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[_.]/g, '-');
}
