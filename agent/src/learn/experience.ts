import type { FollowedPullRequest, Outcome } from '@errata/protocol/followed-pull-request';
import type { Candidate } from '@errata/protocol/proposal';
import type { DecidedFix, RecordedDecision } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import type { Leaning } from '../decide/select.ts';

/** So much as many decisions as this count for neither side: one alone says little. */
const doubt = 2;
/** How far what people said moves the place of a fix, and the confidence in it: up less than down. */
const span = { weight: 0.5, up: 0.1, down: 0.3 };
/** What asking for another fix, or handing the error to a person, says against the one that was there. */
const halfRefused = 0.5;

/** What came of a fix that was taken counts more than that it was: so much for it, or against it. */
const came: Readonly<Record<Outcome['kind'], { taken: number; refused: number }>> = {
  resolved: { taken: 2, refused: 0 },
  regressed: { taken: 0, refused: 1 },
  reverted: { taken: 0, refused: 1 },
  closed: { taken: 0, refused: halfRefused },
};

/** A decision with what became of the fix. */
export interface KnownDecision extends RecordedDecision {
  readonly outcome?: Outcome['kind'] | undefined;
  /** What was opened for it. */
  readonly pullRequest?: FollowedPullRequest | undefined;
}

interface Said {
  taken: number;
  refused: number;
  /** How often, whatever each time counts; of those taken, how many held and how many did not. */
  times: { taken: number; refused: number; held: number; failed: number };
}

/**
 * What the people of a project said of fixes for one family of errors, and what became of these, by kind of fix: its engine
 * with its template. Of a run the last word about a kind counts.
 */
export class Experience {
  readonly #said = new Map<string, Said>();

  /** Decisions of the project, newest first. */
  constructor(decisions: readonly KnownDecision[], family: string) {
    const heard = new Set<string>();
    for (const { run, verdict, about, outcome } of decisions) {
      if (about?.family !== family) continue;
      const kind = kindOf(about);
      const word = JSON.stringify([run, kind]);
      if (heard.has(word)) continue;
      heard.add(word);
      const said = this.#said.get(kind) ?? {
        taken: 0,
        refused: 0,
        times: { taken: 0, refused: 0, held: 0, failed: 0 },
      };
      this.#said.set(kind, said);
      const taken = verdict === 'approve' ? shareKept(about) : 0;
      said.times[taken > 0 ? 'taken' : 'refused'] += 1;
      const weight = taken > 0 && outcome ? came[outcome] : { taken: 1, refused: 0 };
      said.taken += taken * weight.taken;
      said.refused += taken * weight.refused;
      if (taken > 0 && outcome) said.times[outcome === 'resolved' ? 'held' : 'failed'] += 1;
      if (taken === 0) said.refused += verdict === 'reject' ? 1 : halfRefused;
    }
  }

  /** Which way it moves a candidate, and why; nothing where nobody has said anything. */
  leaning(candidate: Candidate): Leaning | undefined {
    const said = this.#said.get(kindOf(candidate));
    if (said === undefined) return undefined;
    const { taken, refused, times } = said;
    const lean = (taken - refused) / (taken + refused + doubt);
    return {
      weight: 1 + span.weight * lean,
      shift: (lean > 0 ? span.up : span.down) * lean,
      reason: reasonOf(times),
    };
  }
}

function reasonOf({ taken, refused, held, failed }: Said['times']): string {
  return held + failed === 0
    ? t(
        'what people said of fixes like it for such errors in this project: {0} taken, {1} not',
        taken,
        refused,
      )
    : t(
        'what became of fixes like it for such errors in this project: {0} taken, {1} not; of those taken, {2} held, {3} did not',
        taken,
        refused,
        held,
        failed,
      );
}

function kindOf({ engine, template, label }: Pick<DecidedFix, 'engine' | 'template' | 'label'>): string {
  return JSON.stringify([engine, template ?? label]);
}

/** Of what was approved in other words nothing was taken. */
function shareKept({ offered, kept }: DecidedFix): number {
  return offered === 0 ? 1 : kept / offered;
}
