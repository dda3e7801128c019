import {
  type FileChange,
  type Proposal,
  reproductionFor,
  type Verification,
} from '@errata/protocol/proposal';

/** What was already proven of a proposal: its candidates, and the edited sets that a person had verified. */
export class ProvenChanges {
  readonly #edited: { fix: readonly FileChange[]; verification: Verification }[] = [];

  /** The verification that covers these texts, if there is one. The regression test may be among them, or left out. */
  find(proposal: Proposal | undefined, changes: readonly FileChange[]): Verification | undefined {
    const fix = withoutReproduction(proposal, changes);
    const candidate = proposal?.candidates.find(known => sameTexts(known.changes, fix));
    return candidate?.verification ?? this.#edited.find(known => sameTexts(known.fix, fix))?.verification;
  }

  remember(proposal: Proposal | undefined, changes: readonly FileChange[], verification: Verification): void {
    this.#edited.push({ fix: withoutReproduction(proposal, changes), verification });
  }
}

/** The changes without the regression test of the run; one that a person edited is a change like any other. */
export function withoutReproduction(
  proposal: Proposal | undefined,
  changes: readonly FileChange[],
): FileChange[] {
  const tests = proposal?.candidates.map(candidate => reproductionFor(proposal, candidate)) ?? [];
  return changes.filter(
    change => !tests.some(test => change.path === test?.path && change.after === test.after),
  );
}

/** Whether two sets of changes leave the same texts behind, in whatever order. */
function sameTexts(a: readonly FileChange[], b: readonly FileChange[]): boolean {
  const texts = new Map(b.map(change => [change.path, change.after]));
  return a.length === b.length && a.every(({ path, after }) => texts.has(path) && texts.get(path) === after);
}
