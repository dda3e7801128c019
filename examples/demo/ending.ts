import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../repository/git.ts';
import type { Errata } from './errata.ts';

const signature = { name: 'A colleague', email: 'colleague@errata.example', date: new Date().toISOString() };

/** Merges a fix as a colleague would, deploys that, and answers as what its issue stands after each. */
export async function mergeAndDeploy(
  errata: Errata,
  fix: { issue: string; project: string; repository: string; remote: string; branch: string; folder: string },
): Promise<{ merge: string; merged: string; deployed: string }> {
  const { issue, project, repository, remote, branch } = fix;
  const clone = await mkdtemp(join(fix.folder, 'colleague-'));
  await git(clone, ['clone', '--quiet', '--', remote, '.']);
  const message = `Merge branch '${branch}'`;
  await git(clone, ['merge', '--quiet', '--no-ff', '-m', message, `origin/${branch}`], { signature });
  await git(clone, ['push', '--quiet', 'origin', 'HEAD']);
  const merge = await git(clone, ['rev-parse', 'HEAD']);
  const status = async () => {
    await errata.follow(repository);
    return String((await errata.issues(project)).find(({ id }) => id === issue)?.status);
  };
  const merged = await status();
  await errata.deploy(project, merge);
  return { merge, merged, deployed: await status() };
}
