import type { Account, Check, Deployment, Release, Repo } from './model.ts';
import type { World } from './world.ts';

export type WantedCheck = Pick<Check, 'commit' | 'name' | 'state' | 'log' | 'form'>;

/** One check has one name on one commit; another telling changes it. */
export function setCheck(world: World, repo: Repo, wanted: WantedCheck): Check {
  const { state, log } = wanted;
  const there = repo.checks.find(
    known => known.commit === wanted.commit && known.name === wanted.name && known.form === wanted.form,
  );
  const now = new Date();
  const check = there ?? { ...wanted, id: world.nextId(), startedAt: now, at: now };
  if (there) Object.assign(there, { state, log, at: now });
  else repo.checks.push(check);
  world.changed({ what: 'check', repo, check, isNew: !there });
  return check;
}

export function deploy(
  world: World,
  repo: Repo,
  by: Account,
  wanted: Pick<Deployment, 'commit' | 'ref' | 'environment' | 'state'>,
): Deployment {
  const now = new Date();
  const deployment = { ...wanted, id: world.nextId(), by, startedAt: now, at: now };
  repo.deployments.push(deployment);
  world.changed({ what: 'deployment', repo, deployment });
  return deployment;
}

export async function release(
  world: World,
  repo: Repo,
  by: Account,
  wanted: Pick<Release, 'tag' | 'commit' | 'name'>,
): Promise<Release> {
  await repo.git.git(['tag', '-f', wanted.tag, wanted.commit]);
  const made = { ...wanted, id: world.nextId(), by, at: new Date() };
  repo.releases.push(made);
  world.changed({ what: 'release', repo, release: made });
  return made;
}
