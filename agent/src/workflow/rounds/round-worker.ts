import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Round } from '@errata/protocol/round';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../../center/client.ts';
import { LogCenterError } from '../../center/error.ts';
import type { Places } from '../../follow/places.ts';
import type { Forge } from '../../forge/forge.ts';
import { ForgeError } from '../../forge/forge-error.ts';
import { commentOnce, effectLog } from '../../publish/effects.ts';
import { chooseSandbox } from '../../sandbox/sandbox.ts';
import { SandboxError } from '../../sandbox/sandbox-error.ts';
import { makeRound, type RoundPlace } from './make-round.ts';
import { type RoundEnd, RoundOver, refuse } from './round-end.ts';
import { RoundLease } from './round-lease.ts';
import type { RoundSettings } from './round-work.ts';
import { whoAsked } from './who-asked.ts';

export interface RoundWorkerOptions {
  readonly places: Places;
  /** As whom leases are held. */
  readonly holder: string;
  readonly settings: RoundSettings;
  client(): LogCenterClient;
  connect(): Promise<LogCenterClient>;
  /** Told on the way. */
  report(message: string): void;
  /** Told when a round was left to the next one; `report` is, without it. */
  trouble?: ((message: string) => void) | undefined;
  /** What came of a round; of one that is left to others, why. */
  told?: ((round: Round) => void) | undefined;
}

const mostMessage = 1000;

/** Makes what rounds ask for. */
export class RoundWorker {
  readonly #options: RoundWorkerOptions;

  constructor(options: RoundWorkerOptions) {
    this.#options = options;
  }

  /**
   * Takes a round and says what came of it. False where this agent cannot take it: without a forge that it may ask, or a sandbox, or
   * where it is not told whether who asked may. What fails on the way is left to the next one who comes, when the lease has run out.
   */
  async work(round: Round, pullRequest: FollowedPullRequest, signal: AbortSignal): Promise<boolean> {
    const { places, client, holder, report, trouble = report } = this.#options;
    const place = await places.find(pullRequest);
    const opened = place && (await places.open(place, signal));
    const { number } = pullRequest;
    if (place === undefined || opened === undefined || 'reason' in opened || number === undefined)
      return false;
    const { forge, credentials } = opened;
    if (!(await this.#hasSandbox())) return false;
    const untold = await this.#untold(forge, round, signal);
    if (untold !== undefined) {
      await this.#leave(round, untold);
      return false;
    }
    const claimed = await this.#claim(round.id, holder);
    if (claimed === undefined) return true;
    using lease = new RoundLease(client, claimed);
    const both = AbortSignal.any([signal, lease.lost]);
    try {
      const end = await this.#make(claimed, { pullRequest, place, number, forge, credentials }, both);
      await this.#tell(claimed, { pullRequest, forge, number }, end, both);
    } catch (error) {
      if (!both.aborted) trouble(error instanceof Error ? error.message : String(error));
    }
    return true;
  }

  /** Why the forge does not tell this account whether who asked may push; nothing where it does, or it does not answer now. */
  async #untold(forge: Forge, { kind, author }: Round, signal: AbortSignal): Promise<string | undefined> {
    if (kind !== 'comment' || author === undefined) return undefined;
    try {
      await forge.mayPush(author, signal);
    } catch (error) {
      if (ForgeError.is(error, 'forbidden')) return error.message;
      if (!ForgeError.is(error)) throw error;
    }
    return undefined;
  }

  async #leave({ id, author = '' }: Round, why: string): Promise<void> {
    const { client, holder, told } = this.#options;
    const message = t('What {0} asked for waits for an agent of somebody else: {1}', author, why);
    const left = await client().follow.leaveRound(id, { by: holder, message: message.slice(0, mostMessage) });
    told?.(left);
  }

  async #make(round: Round, place: RoundPlace, signal: AbortSignal): Promise<RoundEnd> {
    const { client, connect, settings, report } = this.#options;
    const making = { client: client(), connect, settings, report, signal };
    /** Whether somebody is there who may hear what went wrong. */
    let isHeard = round.kind === 'checks';
    try {
      const asked = isHeard ? undefined : await whoAsked(place.forge, place.number, round, signal);
      isHeard = true;
      return await makeRound(round, { ...place, asked }, making);
    } catch (error) {
      if (error instanceof RoundOver) return error.end;
      const isOutage = ForgeError.is(error, 'unreachable', 'forge-failed', 'rate-limited', 'cancelled');
      if (signal.aborted || isOutage || error instanceof LogCenterError) throw error;
      // What it says may name folders of this machine: it is for the record alone.
      const message = error instanceof Error ? error.message : String(error);
      if (!isHeard) return refuse(message).end;
      const comment = t(
        'Another version could not be made: something went wrong where that was tried. A person takes it from here.',
      );
      return { state: 'refused', message, comment };
    }
  }

  async #tell(
    { id, key, kind, fence }: Round,
    { pullRequest, forge, number }: { pullRequest: FollowedPullRequest; forge: Forge; number: number },
    { state, message, comment, commit }: RoundEnd,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, connect, told } = this.#options;
    const log = effectLog(connect, pullRequest.issues[0]?.issue ?? '', signal);
    if (comment !== undefined) {
      const answerTo = kind === 'comment' ? key : undefined;
      await commentOnce(log, forge, { number, key: `${id}/comment`, body: comment, answerTo }, signal);
    }
    const end = {
      fence,
      state,
      message: message.slice(0, 5000),
      ...(commit === undefined ? {} : { commit }),
    };
    const ended = await client().follow.endRound(id, end);
    told?.(ended);
  }

  /** Nothing where somebody else has it, or there is nothing left to do. */
  async #claim(id: string, holder: string): Promise<Round | undefined> {
    try {
      return await this.#options.client().follow.claimRound(id, { holder });
    } catch (error) {
      const known = ['lease-held', 'round-ended', 'pull-request-ended'] as const;
      if (known.some(reason => LogCenterError.is(error, reason))) return undefined;
      throw error;
    }
  }

  async #hasSandbox(): Promise<boolean> {
    const { sandbox: kind } = this.#options.settings;
    try {
      await chooseSandbox(kind === undefined ? {} : { kind });
      return true;
    } catch (error) {
      if (error instanceof SandboxError) return false;
      throw error;
    }
  }
}
