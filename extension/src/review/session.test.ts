import assert from 'node:assert/strict';
import type { FileChange, Proposal, Verification } from '@errata/protocol/proposal';
import fc from 'fast-check';
import type { Mark, ReviewedFile } from './candidate-review.ts';
import type { SavedReview } from './saved-review.ts';
import { ReviewSession } from './session.ts';

const body = Array.from({ length: 40 }, (_, index) => `line ${index}`);
const before = `${body.join('\n')}\n`;
const after = before.replace('line 5\n', 'line five\n').replace('line 30\n', '');
const test = { path: 'test/bug.test.ts', before: null, after: 'it fails\n' };

function proposal(changes: FileChange[] = [{ path: 'src/a.ts', before, after }]): Proposal {
  const shared = { engine: 'templates', label: 'root-cause', explanation: '', prior: 0.5 } as const;
  return {
    issue: 'SHOP-1',
    run: 'r1',
    base: 'abc',
    recommended: 'two',
    reproduction: test,
    candidates: [
      { ...shared, id: 'one', changes: [{ path: 'src/b.ts', before: 'x\n', after: null }] },
      { ...shared, id: 'two', changes, verification: verification('proven') },
    ],
  };
}

function verification(verdict: Verification['verdict']): Verification {
  const outcome = { result: 'not-run', output: '' } as const;
  const tests = { passed: 1, failed: 0, failures: [], ran: true, output: '' };
  return {
    sandbox: 'namespaces',
    reproduction: { before: outcome, after: outcome },
    tests: { before: tests, after: tests },
    verdict,
    reason: '',
    milliseconds: 1,
  };
}

describe('review session', () => {
  it('starts with the recommended candidate, all undecided, and the regression test beside it', () => {
    const session = new ReviewSession(proposal());
    assert.equal(session.selected, 'two');
    assert.deepEqual(
      session.files.map(file => [file.path, file.role, file.hunks.length]),
      [
        ['src/a.ts', 'fix', 2],
        ['test/bug.test.ts', 'reproduction', 1],
      ],
    );
    assert.equal(session.readiness(), 'undecided');
    assert.deepEqual(session.acceptedChanges(), []);
  });

  it('gives exactly the accepted hunks, and leaves out files without one', () => {
    const session = new ReviewSession(proposal());
    markHunk(session, 1, 'accepted');
    markHunk(session, 0, 'rejected');
    session.mark({ kind: 'file', path: 'test/bug.test.ts' }, 'rejected');
    assert.equal(session.readiness(), 'ready');
    assert.deepEqual(session.acceptedChanges(), [
      { path: 'src/a.ts', before, after: before.replace('line 30\n', '') },
    ]);
  });

  it('has nothing to push when all is rejected', () => {
    const session = new ReviewSession(proposal());
    session.mark({ kind: 'all' }, 'rejected');
    assert.equal(session.readiness(), 'nothing-accepted');
    assert.deepEqual(session.acceptedChanges(), []);
  });

  it('accepts the rest without touching what was decided', () => {
    const session = new ReviewSession(proposal());
    markHunk(session, 0, 'rejected');
    session.mark({ kind: 'undecided' }, 'accepted');
    assert.deepEqual(marks(session), ['rejected', 'accepted', 'accepted']);
  });

  it('keeps the marks of a candidate while another is looked at', () => {
    const session = new ReviewSession(proposal());
    session.mark({ kind: 'all' }, 'accepted');
    session.select('one');
    assert.deepEqual(marks(session), ['undecided', 'undecided']);
    session.mark({ kind: 'file', path: 'src/b.ts' }, 'accepted');
    assert.deepEqual(session.acceptedChanges(), [{ path: 'src/b.ts', before: 'x\n', after: null }]);
    session.select('no such candidate');
    assert.equal(session.selected, 'one');
    session.select('two');
    assert.deepEqual(marks(session), ['accepted', 'accepted', 'accepted']);
  });

  it('shows the verification only of what is left', () => {
    const session = new ReviewSession(proposal());
    assert.equal(session.verification()?.verdict, 'proven');
    session.mark({ kind: 'file', path: 'test/bug.test.ts' }, 'rejected');
    assert.equal(session.verification()?.verdict, 'proven');
    markHunk(session, 0, 'rejected');
    assert.equal(session.verification(), undefined);
    session.addVerification(session.remainingChanges(), verification('rejected'));
    assert.equal(session.verification()?.verdict, 'rejected');
    session.mark({ kind: 'all' }, 'accepted');
    assert.equal(session.verification()?.verdict, 'proven');
  });

  it('lets an empty file that appears be decided', () => {
    const session = new ReviewSession(proposal([{ path: 'src/__init__.py', before: null, after: '' }]));
    assert.deepEqual(marks(session), ['undecided', 'undecided']);
    session.mark({ kind: 'file', path: 'src/__init__.py' }, 'accepted');
    assert.deepEqual(session.acceptedChanges(), [{ path: 'src/__init__.py', before: null, after: '' }]);
  });

  it('keeps what was decided of hunks that an edit leaves alone', () => {
    const session = new ReviewSession(proposal());
    session.mark({ kind: 'all' }, 'accepted');
    edit(session, after.replace('line 0\n', 'line zero\n').replace('line five', 'line V'));
    assert.deepEqual(marks(session), ['undecided', 'undecided', 'accepted', 'accepted']);
    assert.equal(session.verification(), undefined);
    session.undo();
    assert.deepEqual(marks(session), ['accepted', 'accepted', 'accepted']);
    assert.equal(session.verification()?.verdict, 'proven');
    session.redo();
    session.mark({ kind: 'all' }, 'accepted');
    assert.equal(session.acceptedChanges()[0]?.after, session.files[0]?.after);
    session.restore('src/a.ts');
    assert.deepEqual(marks(session), ['undecided', 'accepted', 'accepted']);
  });

  it('does not take an edit that was made on an older text', () => {
    const session = new ReviewSession(proposal());
    const revision = session.files[0]?.revision ?? -1;
    session.edit('src/a.ts', revision, 'first\n');
    session.edit('src/a.ts', revision, 'second\n');
    assert.equal(session.files[0]?.after, 'first\n');
  });

  it('takes an edit of what is left without the rejected hunks, and keeps those that it is not near', () => {
    const session = new ReviewSession(proposal());
    session.mark({ kind: 'all' }, 'rejected');
    session.editRemaining('src/a.ts', before.replace('line 20\n', 'line twenty\n'));
    assert.deepEqual(marks(session), ['rejected', 'undecided', 'rejected', 'rejected']);
    assert.equal(session.files[0]?.after, after.replace('line 20\n', 'line twenty\n'));
    const near = before.replace('line 6\n', '').replace('line 20\n', 'line twenty\n');
    session.editRemaining('src/a.ts', near);
    assert.deepEqual(session.remainingChanges(), [{ path: 'src/a.ts', before, after: near }]);
    assert.deepEqual(marks(session), ['undecided', 'undecided', 'rejected', 'rejected']);
  });

  it('leaves out a file that was edited back to the original, and tells empty from deleted', () => {
    const session = new ReviewSession(proposal());
    session.select('one');
    session.mark({ kind: 'file', path: 'src/b.ts' }, 'accepted');
    session.edit('src/b.ts', session.files[0]?.revision ?? -1, '');
    assert.equal(marks(session)[0], 'undecided');
    session.mark({ kind: 'file', path: 'src/b.ts' }, 'accepted');
    assert.deepEqual(session.acceptedChanges(), [{ path: 'src/b.ts', before: 'x\n', after: '' }]);
    session.edit('src/b.ts', session.files[0]?.revision ?? -1, 'x\n');
    assert.deepEqual(session.acceptedChanges(), []);
    session.restore('src/b.ts');
    assert.equal(session.files[0]?.after, null);
  });

  it('is what it was after a reload, as long as the candidate is the same', () => {
    const session = new ReviewSession(proposal());
    assert.equal(session.saved(), undefined);
    markHunk(session, 1, 'rejected');
    edit(session, after.replace('line 0\n', ''));
    session.select('one');
    session.mark({ kind: 'all' }, 'accepted');
    const saved: SavedReview = JSON.parse(JSON.stringify(session.saved()));
    const again = new ReviewSession(proposal(), saved);
    assert.equal(again.selected, 'one');
    assert.deepEqual(again.acceptedChanges(), session.acceptedChanges());
    session.select('two');
    again.select('two');
    assert.deepEqual([...again.files.map(fileShown)], [...session.files.map(fileShown)]);
    const other = new ReviewSession(proposal([{ path: 'src/a.ts', before, after: `${after}more\n` }]), saved);
    other.select('two');
    assert.deepEqual(marks(other), ['undecided', 'undecided', 'undecided', 'undecided']);
  });

  it('comes back to the same texts whatever was marked in between', () => {
    const step = fc.tuple(fc.nat(2), fc.constantFrom<Mark>('accepted', 'rejected', 'undecided'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const session = new ReviewSession(proposal());
        for (const [hunk, mark] of steps) markHunk(session, hunk, mark);
        session.mark({ kind: 'all' }, 'accepted');
        assert.deepEqual(session.acceptedChanges(), [{ path: 'src/a.ts', before, after }, test]);
        session.mark({ kind: 'all' }, 'undecided');
        assert.deepEqual(session.acceptedChanges(), []);
        assert.deepEqual(session.remainingChanges(), [{ path: 'src/a.ts', before, after }, test]);
      }),
    );
  });
});

function markHunk(session: ReviewSession, index: number, mark: Mark): void {
  const hunk = session.files[0]?.hunks[index]?.id ?? 'none';
  session.mark({ kind: 'hunk', path: 'src/a.ts', hunk }, mark);
}

function edit(session: ReviewSession, text: string): void {
  session.edit('src/a.ts', session.files[0]?.revision ?? -1, text);
}

function fileShown({ after, hunks, marks }: ReviewedFile) {
  return { after, hunks, marks: [...marks] };
}

function marks(session: ReviewSession): Mark[] {
  return session.files.flatMap(file => [...file.marks.values()]);
}
