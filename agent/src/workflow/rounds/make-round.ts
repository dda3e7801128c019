import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { words } from '@errata/protocol/markdown';
import type { Round } from '@errata/protocol/round';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../../center/client.ts';
import { bringObjects, type GitRemote, remoteRefs } from '../../follow/bring-objects.ts';
import type { Place } from '../../follow/places.ts';
import { type BranchNow, branchNow } from '../../follow/rounds/branch-now.ts';
import type { CredentialSource } from '../../forge/credentials.ts';
import type { Forge, ForgeComment } from '../../forge/forge.ts';
import { PublishError } from '../../publish/publish-error.ts';
import { pushRound } from '../../publish/push-round.ts';
import { branchTip, type PushTarget } from '../../publish/reach-remote.ts';
import { pushTarget } from '../../publish/target.ts';
import { knownDecisions } from '../known-decisions.ts';
import { ledgerIn } from '../model/log-center-ledger.ts';
import { anotherFix } from './another-fix.ts';
import { ownFailures } from './failing-checks.ts';
import { proveVersion } from './prove-version.ts';
import { type RoundEnd, refuse, sayOnly, type Version } from './round-end.ts';
import { roundMessage } from './round-message.ts';
import { openRoundWork, type RoundSettings } from './round-work.ts';
import { suggestedVersion } from './suggested-version.ts';

export interface RoundPlace {
  readonly pullRequest: FollowedPullRequest;
  readonly number: number;
  readonly place: Place;
  readonly forge: Forge;
  readonly credentials: CredentialSource;
}

export interface MakingRound {
  readonly client: LogCenterClient;
  readonly connect: () => Promise<LogCenterClient>;
  readonly settings: RoundSettings;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes another version of a pull request on its branch as it is now: what a comment suggests in so many lines, else another fix;
 * proven, and pushed as a commit. Throws `RoundOver` where it comes to nothing.
 */
export async function makeRound(
  round: Round,
  about: RoundPlace & { readonly asked: ForgeComment | undefined },
  making: MakingRound,
): Promise<RoundEnd> {
  const { pullRequest, place, forge, credentials, number, asked } = about;
  const { client, connect, settings, report, signal } = making;
  const { repository } = place;
  const { state, base, branch: name } = await forge.read(number, signal);
  if (state !== 'open') throw refuse(t('The pull request is not open any more.'));
  const reached = { forge, credentials, about: await forge.repository(signal) };
  const target = await pushTarget(repository, reached, signal);
  const tip = target && (await branchTip(repository, target, name, signal));
  if (target === undefined || tip === undefined) throw refuse(t('Its branch is not there any more.'));
  const baseTip = await tipOfBase(about, base, signal);
  const branch =
    baseTip && (await branchNow(repository, { tip, base: baseTip, ours: pullRequest.commits }, signal));
  if (!branch) throw refuse(t('Its branch has nothing in common with {0}.', base));
  const before = pushedBefore(round, branch);
  if (before !== undefined) return pushed(before, t('This is in now.'));
  const failing =
    asked === undefined
      ? await ownFailures(forge, { failed: round.key, tip, ground: branch.ground }, signal)
      : [];
  const suggested = asked && (await suggestedVersion(repository, asked, tip, signal));
  const issue = pullRequest.issues[0]?.issue ?? '';
  const folder = repository.root;
  await using work = await openRoundWork(client, { issue, run: pullRequest.run, folder, branch, settings });
  const decisions = await knownDecisions(connect, pullRequest.project, signal);
  const wish = asked === undefined ? { failing } : { words: asked.body };
  const { engines } = settings;
  const writers = engines && { engines, ledger: ledgerIn(connect) };
  const version = suggested ?? (await anotherFix(work, { wish, writers, decisions, report, signal }));
  const verification = await proveVersion(work, version, signal);
  const commit = await push(round, version, { about, target, branch: name, tip, issue }, signal);
  return pushed(commit, `${version.said} ${words(verification.reason)}`);
}

/** What an agent pushed for this round that died before it could say so. */
function pushedBefore({ id }: Round, { commits }: BranchNow): string | undefined {
  return commits.find(({ round }) => round === id)?.commit;
}

function pushed(commit: string, said: string): RoundEnd {
  const comment = t('Pushed as {0}. {1}', commit, said);
  return { state: 'done', message: t('Pushed as {0}.', commit.slice(0, 10)), comment, commit };
}

async function push(
  round: Round,
  version: Version,
  {
    about,
    target,
    branch,
    tip,
    issue,
  }: { about: RoundPlace; target: PushTarget; branch: string; tip: string; issue: string },
  signal: AbortSignal,
): Promise<string> {
  try {
    const pushed = await pushRound(
      about.place.repository,
      target,
      {
        branch,
        changes: version.edits,
        message: roundMessage(round, version, issue),
        date: round.askedAt,
        onto: tip,
      },
      signal,
    );
    return pushed.commit;
  } catch (error) {
    if (!PublishError.is(error, 'person-changed')) throw error;
    throw sayOnly(
      error.message,
      t(
        'Somebody pushed to this branch meanwhile, to the same lines; nothing was pushed. Ask again if it is still wanted.',
      ),
    );
  }
}

async function tipOfBase(
  { place, credentials }: RoundPlace,
  base: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { repository } = place;
  const remote: GitRemote = { name: place.remote.name, credentials };
  const ref = `refs/heads/${base}`;
  const refs = await remoteRefs(repository, remote, [ref], signal);
  const tip = refs.find(({ name }) => name === ref)?.commit;
  if (tip === undefined) return undefined;
  const isHere = (await repository.resolve(tip, signal)) !== undefined;
  if (!isHere) await bringObjects(repository, remote, [ref], signal);
  return repository.resolve(tip, signal);
}
