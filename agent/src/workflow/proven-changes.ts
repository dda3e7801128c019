import { type Candidate, type FileChange, type Proposal, reproductionFor } from '@errata/protocol/proposal';

/** What was already proven of a proposal: its candidates, and the edited sets that a person had verified. */
export class ProvenChanges {
  readonly #edited: Candidate[] = [];

  /** What covers these texts, if there is anything: a candidate that was verified. The regression test may be among them, or left out. */
  find(proposal: Proposal | undefined, changes: readonly FileChange[]): Candidate | undefined {
    const candidate = candidateOf(proposal, changes);
    return candidate?.verification === undefined ? this.edited(proposal, changes) : candidate;
  }

  /** These texts as a person's candidate, if they were verified as one. */
  edited(proposal: Proposal | undefined, changes: readonly FileChange[]): Candidate | undefined {
    const fix = withoutReproduction(proposal, changes);
    return this.#edited.find(known => sameTexts(known.changes, fix));
  }

  remember(edited: Candidate): void {
    this.#edited.push(edited);
  }
}

/** The candidate that these texts are, with its regression test or without. */
export function candidateOf(
  proposal: Proposal | undefined,
  changes: readonly FileChange[],
): Candidate | undefined {
  const fix = withoutReproduction(proposal, changes);
  return proposal?.candidates.find(known => sameTexts(known.changes, fix));
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
