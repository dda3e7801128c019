import type { Repository } from '../../git/repository.ts';
import { remotesOf } from '../../git/repository-remotes.ts';
import type { SourceTree } from '../../git/source-tree.ts';
import { giteaRules } from './gitea-rules.ts';
import { githubRules } from './github-rules.ts';
import { gitlabRules } from './gitlab-rules.ts';
import type { OwnerRules } from './rules.ts';

/** The forges that read CODEOWNERS, each in its own way. Forgejo reads it as Gitea does. */
export type Forge = 'github' | 'gitlab' | 'gitea';

export interface CodeOwners extends OwnerRules {
  /** The file that the rules stand in. */
  readonly file: string;
  readonly forge: Forge;
}

// In the order in which each forge looks; the first that exists counts.
const shared = ['CODEOWNERS', 'docs/CODEOWNERS'];
const places: Readonly<Record<Forge, readonly string[]>> = {
  github: ['.github/CODEOWNERS', ...shared],
  gitlab: [...shared, '.gitlab/CODEOWNERS'],
  gitea: [...shared, '.forgejo/CODEOWNERS', '.gitea/CODEOWNERS'],
};
const readers: Readonly<Record<Forge, (text: string) => OwnerRules>> = {
  github: githubRules,
  gitlab: gitlabRules,
  gitea: giteaRules,
};
const mostBytes = 3 * 1024 * 1024;

/** The code owners that the project declares, as its forge reads them; nothing when it has no such file. */
export async function codeOwners(repository: Repository, tree: SourceTree): Promise<CodeOwners | undefined> {
  const files = await tree.objects();
  if (!Object.values(places).some(each => each.some(place => files.has(place)))) return undefined;
  const home = (await remoteForge(repository)) ?? forgeOfFiles(files);
  const forges = [home, ...(['github', 'gitlab', 'gitea'] as const).filter(forge => forge !== home)];
  for (const forge of forges) {
    const file = places[forge].find(place => files.has(place));
    const text = file === undefined ? undefined : await tree.read(file);
    if (file === undefined || text === undefined || Buffer.byteLength(text) > mostBytes) continue;
    return { file, forge, ...readers[forge](text) };
  }
  return undefined;
}

/** The forge that the host of a remote is named after. */
async function remoteForge(repository: Repository): Promise<Forge | undefined> {
  const { names } = await remotesOf(repository);
  return names.map(({ host = '' }) => forgeOf(host)).find(forge => forge !== undefined);
}

function forgeOf(host: string): Forge | undefined {
  if (/github/i.test(host)) return 'github';
  if (/gitlab/i.test(host)) return 'gitlab';
  return /gitea|forgejo|codeberg/i.test(host) ? 'gitea' : undefined;
}

/** What other files say of the forge where the host does not. */
function forgeOfFiles(files: ReadonlyMap<string, string>): Forge {
  const under = (folder: string) => [...files.keys()].some(file => file.startsWith(folder));
  if (files.has('.gitlab-ci.yml') || under('.gitlab/')) return 'gitlab';
  return !under('.github/') && (under('.gitea/') || under('.forgejo/')) ? 'gitea' : 'github';
}
