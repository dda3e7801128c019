import { t } from '@vscode/l10n';
import { z } from 'zod';
import type { Repository } from '../git/repository.ts';
import { PublishError } from './publish-error.ts';
import { pushBranch } from './push-branch.ts';
import { type PushTarget, tipOf } from './reach-remote.ts';
import { signingOptions } from './sign.ts';
import { pushTarget, type ReachedForge, remoteItself, withTarget } from './target.ts';

const pushMilliseconds = 120_000;

/** A branch that is there now. */
export const pushedSchema = z.object({
  branch: z.string(),
  commit: z.string(),
  /** Of the repository that it is in, without secrets; empty where it is in this one alone. */
  url: z.string(),
  /** Whose fork that is. */
  owner: z.string().optional(),
});
export type Pushed = z.infer<typeof pushedSchema>;

/** Pushes a commit where the account may: to the remote, or to a fork; signed, if the person signs. */
export async function push(
  repository: Repository,
  what: {
    branch: string;
    chosen: boolean;
    /** Unsigned. */
    commit: string;
    /** The branch that it shall be merged into must be there. */
    base: string | undefined;
    reached: ReachedForge | undefined;
  },
  signal?: AbortSignal,
): Promise<Pushed> {
  const limit = AbortSignal.timeout(pushMilliseconds);
  const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
  const { base, reached, ...push } = what;
  const signing = await signingOptions(repository, bounded);
  const remote = await remoteItself(repository, reached, bounded);
  if (remote !== undefined && base !== undefined) await demandBase(repository, remote, base, bounded);
  const target = await pushTarget(repository, reached, bounded);
  const pushOn = async (target: PushTarget | undefined) => {
    const pushed = await pushBranch(repository, { ...push, signing, target }, bounded);
    return {
      ...pushed,
      url: target?.url ?? '',
      ...(target?.owner === undefined ? {} : { owner: target.owner }),
    };
  };
  return withTarget(target, reached, pushOn, bounded);
}

async function demandBase(
  repository: Repository,
  remote: PushTarget,
  base: string,
  signal: AbortSignal,
): Promise<void> {
  if ((await tipOf(repository, remote, base, signal)) !== undefined) return;
  throw new PublishError(
    'unknown-base',
    t('{0} has no branch {1} that this could be merged into. Nothing was pushed.', remote.name, base),
  );
}
