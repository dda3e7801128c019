import type { Explanation } from '@errata/protocol/diagnosis';
import type { ModelSpend, ModelTrouble } from '@errata/protocol/model';
import type { Candidate } from '@errata/protocol/proposal';
import type { KnownDecision } from '../../learn/experience.ts';
import type { ModelLedger } from '../../model/limits/ledger.ts';
import { ModelError } from '../../model/model-error.ts';
import type { FailedFix, ReviewedFix } from '../../propose/model/propose-with-model.ts';
import type { ProposalBench } from '../make-proposal.ts';
import type { Bench } from '../workbench.ts';
import { type Engines, writerOf } from './engines.ts';
import type { Writer } from './writer.ts';

/** Who may write fixes of a run, and what they are asked for besides the error. */
export interface Writing {
  readonly engines: Engines;
  /** Where calls are put down; without it, budgets are kept for one proposal alone. */
  readonly ledger?: ModelLedger | undefined;
  readonly asked?: Asked | undefined;
  /** How often it was asked for the same before, in this run: it is to say something else. */
  readonly retries?: number | undefined;
  /** What a model made of the cause before. */
  readonly explained?: Explanation | undefined;
}

/** What a person or checks want of another round. */
export interface Asked {
  readonly words?: string | undefined;
  readonly before?: ReviewedFix | undefined;
  readonly failures?: readonly FailedFix[] | undefined;
}

export interface WriteOptions extends Writing {
  readonly run: string;
  readonly issue: string;
  /** What people decided in the project before, newest first. */
  readonly decisions: readonly KnownDecision[];
  readonly bench: ProposalBench;
  readonly room: Bench;
  /** What was tried before, or refused: none of it is written again. */
  readonly known: readonly Candidate[];
  prove(candidates: readonly Candidate[], room: Bench): Promise<Candidate[]>;
  report(message: string): void;
  readonly signal: AbortSignal;
}

/** What a model or another program made of an error. */
export interface Written {
  /** As the sandbox left them. */
  readonly candidates: readonly Candidate[];
  /** What they were proven with: where the event alone gave no reproduction, perhaps with one that came along. */
  readonly room: Bench;
  readonly explained?: Explanation | undefined;
  readonly spent?: ModelSpend | undefined;
  readonly trouble?: ModelTrouble | undefined;
}

/** Lets the one that was chosen write fixes, and proves them. Throws only when cancelled or when the sandbox fails. */
export async function writeFixes(options: WriteOptions): Promise<Written> {
  const chosen = writerOf(options.engines.settings);
  if (chosen === undefined) return { candidates: [], room: options.room };
  const { Author } = await import('./author.ts');
  try {
    return await new Author(options, await writers[chosen](options)).write();
  } catch (error) {
    if (!ModelError.is(error)) throw error;
    return { candidates: [], room: options.room, trouble: error.trouble };
  }
}

/** Loaded when one is wanted. */
const writers: Readonly<Record<'model' | 'command', (options: WriteOptions) => Promise<Writer>>> = {
  model: async options => (await import('./model-writer.ts')).modelWriter(options),
  command: async options => (await import('./command-writer.ts')).commandWriter(options),
};

/** Where more than one fix of the templates in five is wrong (decision 0015), a model costs less than that does. */
const sure = 0.8;

/** Whether somebody else is to write, seeing how sure the best of the templates is to mend the cause, 0…1. */
export async function isWanted({ engines, asked }: Writing, surest: () => Promise<number>): Promise<boolean> {
  const { settings } = engines;
  if (writerOf(settings) === undefined) return false;
  return settings.engine !== 'auto' || asked !== undefined || (await surest()) < sure;
}
