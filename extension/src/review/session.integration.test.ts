import assert from 'node:assert/strict';
import type { FileChange, Proposal } from '@errata/protocol/proposal';
import fc from 'fast-check';
import type { Mark } from './candidate-review.ts';
import { ReviewSession } from './session.ts';

/* What the person sees is the model here: texts, spans and marks. What is written must follow from it by plain splicing. */

const line = fc.constantFrom('a', 'b', 'c', '', '}', 'x\r', '  y;');
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.boolean())
  .map(([lines, end]) => lines.join('\n') + (end ? '\n' : ''));
const existing = fc.option(text, { freq: 8 });
const file = fc.tuple(existing, existing).filter(([before, after]) => before !== after);

/** A small edit of whatever the text is by then, or another text altogether. */
const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ at: fc.nat(14), remove: fc.nat(2), insert: fc.array(line, { maxLength: 2 }) }),
  },
  { weight: 1, arbitrary: text },
);
const state = fc.constantFrom<Mark>('accepted', 'rejected', 'undecided');
const at = fc.nat(3);
const step = fc.oneof(
  fc.record({ do: fc.constant('hunk' as const), file: at, hunk: at, state }),
  fc.record({ do: fc.constant('file' as const), file: at, state }),
  fc.record({ do: fc.constantFrom('all' as const, 'undecided' as const), state }),
  fc.record({ do: fc.constantFrom('edit' as const, 'editRemaining' as const), file: at, change }),
  fc.record({ do: fc.constant('original' as const), file: at }),
  fc.record({ do: fc.constant('restore' as const), file: at }),
  fc.record({ do: fc.constantFrom('undo' as const, 'undo' as const, 'redo' as const) }),
  fc.record({ do: fc.constant('select' as const), candidate: fc.constantFrom('one', 'two') }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Edit = typeof change extends fc.Arbitrary<infer C> ? C : never;

interface Shown {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly hunks: readonly { old: Span; new: Span; mark: Mark | undefined }[];
}
interface Span {
  readonly from: number;
  readonly to: number;
}

describe('whatever is edited, accepted, rejected, undone and done again', () => {
  it('is written as it was shown, and undo restores exactly', () => {
    fc.assert(
      fc.property(
        fc.array(file, { minLength: 1, maxLength: 2 }),
        fc.array(file, { minLength: 1, maxLength: 1 }),
        fc.array(step, { minLength: 1, maxLength: 14 }),
        (one, two, steps) => {
          const session = new ReviewSession(proposal({ one, two }));
          const histories: Record<string, History> = { one: new History(), two: new History() };
          for (const taken of steps) {
            const history = histories[session.selected ?? ''];
            assert.ok(history);
            take(session, taken, history);
            assertWritten(session);
          }
          // All the way back, and forth again.
          const end = shown(session);
          let taken = 0;
          for (; session.canUndo; taken++) session.undo();
          for (const { after, proposed, marks } of session.files) {
            assert.equal(after, proposed);
            assert.ok([...marks.values()].every(mark => mark === 'undecided'));
          }
          for (; taken > 0; taken--) session.redo();
          assert.deepEqual(shown(session), end);
        },
      ),
      { numRuns: 10_000 },
    );
  }).timeout(120_000);
});

/** What undo and redo must bring back, kept beside the session. */
class History {
  readonly past: Shown[][] = [];
  readonly future: Shown[][] = [];
}

function take(session: ReviewSession, taken: Step, { past, future }: History): void {
  const before = shown(session);
  const revisions = session.files.map(({ revision }) => revision);
  const path = 'file' in taken ? `${taken.file % session.files.length}.txt` : '';
  const target = session.files.find(candidate => candidate.path === path);
  if (taken.do === 'undo' || taken.do === 'redo') {
    const [from, to] = taken.do === 'undo' ? [past, future] : [future, past];
    const expected = from.pop();
    if (expected) to.push(before);
    session[taken.do]();
    assert.deepEqual(shown(session), expected ?? before);
  } else if (taken.do === 'select') session.select(taken.candidate);
  else {
    if (taken.do === 'hunk') {
      const hunk = target?.hunks[taken.hunk]?.id ?? 'none';
      session.mark({ kind: 'hunk', path, hunk }, taken.state);
    } else if (taken.do === 'file') session.mark({ kind: 'file', path }, taken.state);
    else if (taken.do === 'restore') session.restore(path);
    else if (taken.do === 'original') session.edit(path, target?.revision ?? -1, target?.before ?? '');
    else if (taken.do === 'edit') {
      const text = edited(target?.after ?? '', taken.change);
      session.edit(path, (target?.revision ?? 0) - 1, 'made on an older text');
      assert.deepEqual(shown(session), before);
      session.edit(path, target?.revision ?? -1, text);
      assert.equal(session.files.find(candidate => candidate.path === path)?.after, text);
    } else if (taken.do === 'editRemaining') {
      const seen = before.find(candidate => candidate.path === path);
      assert.ok(seen);
      const text = edited(
        spliced(seen, mark => mark !== 'rejected'),
        taken.change,
      );
      session.editRemaining(path, text);
      const now = shown(session).find(candidate => candidate.path === path);
      assert.ok(now);
      assert.equal(
        spliced(now, mark => mark !== 'rejected'),
        text,
      );
    } else if (taken.do === 'all' || taken.do === 'undecided') session.mark({ kind: taken.do }, taken.state);
    const now = shown(session);
    if (JSON.stringify(now) !== JSON.stringify(before)) {
      past.push(before);
      future.length = 0;
      if (taken.do === 'edit' || taken.do === 'restore') assertMarksCarried(before, now);
    }
  }
  if (taken.do === 'select') return;
  session.files.forEach(({ after, revision }, index) => {
    const same = after === before[index]?.after;
    assert.ok(same ? revision === revisions[index] : revision > (revisions[index] ?? 0));
  });
}

/** Hunks that do the same to the same place keep what was said of them; nothing is said of others. */
function assertMarksCarried(before: readonly Shown[], now: readonly Shown[]): void {
  now.forEach((file, index) => {
    const was = before[index];
    if (!was || was.after === null || file.after === null) return;
    for (const hunk of file.hunks) {
      const same: Shown['hunks'][number] | undefined = was.hunks.find(
        other =>
          other.old.from === hunk.old.from &&
          other.old.to === hunk.old.to &&
          lines(was.after)
            .slice(other.new.from - 1, other.new.to - 1)
            .join('') ===
            lines(file.after)
              .slice(hunk.new.from - 1, hunk.new.to - 1)
              .join(''),
      );
      assert.equal(hunk.mark, same?.mark ?? 'undecided');
    }
  });
}

function assertWritten(session: ReviewSession): void {
  for (const file of shown(session)) {
    assert.equal(
      spliced(file, () => true),
      file.after ?? '',
    );
    assert.equal(
      spliced(file, () => false),
      file.before ?? '',
    );
    assert.equal(file.hunks.length === 0, file.before === file.after);
  }
  const expected = (taken: (mark: Mark | undefined) => boolean): FileChange[] =>
    shown(session)
      .filter(file => file.hunks.some(({ mark }) => taken(mark)))
      .map(file => ({
        path: file.path,
        before: file.before,
        after: file.hunks.every(({ mark }) => taken(mark)) ? file.after : spliced(file, taken),
      }));
  assert.deepEqual(
    session.acceptedChanges(),
    expected(mark => mark === 'accepted'),
  );
  assert.deepEqual(
    session.remainingChanges(),
    expected(mark => mark !== 'rejected'),
  );
}

function shown(session: ReviewSession): Shown[] {
  return session.files.map(({ path, before, after, hunks, marks }) => ({
    path,
    before,
    after,
    hunks: hunks.map(hunk => ({ old: hunk.old, new: hunk.new, mark: marks.get(hunk.id) })),
  }));
}

/** The old text with the spans of some hunks replaced by those of the new text, from the back. */
function spliced(file: Shown, taken: (mark: Mark | undefined) => boolean): string {
  const result = lines(file.before);
  for (const hunk of file.hunks.toReversed()) {
    if (!taken(hunk.mark)) continue;
    const replacement = lines(file.after).slice(hunk.new.from - 1, hunk.new.to - 1);
    result.splice(hunk.old.from - 1, hunk.old.to - hunk.old.from, ...replacement);
  }
  return result.join('');
}

function lines(text: string | null): string[] {
  return text ? text.split(/(?<=\n)/) : [];
}

function edited(text: string, edit: Edit): string {
  if (typeof edit === 'string') return edit;
  const all = lines(text);
  all.splice(edit.at, edit.remove, ...edit.insert.map(inserted => `${inserted}\n`));
  return all.join('');
}

function proposal(candidates: Record<string, (readonly [string | null, string | null])[]>): Proposal {
  return {
    issue: 'SHOP-1',
    run: 'r1',
    base: 'abc',
    recommended: 'one',
    candidates: Object.entries(candidates).map(([id, files]) => ({
      id,
      engine: 'templates',
      label: 'root-cause',
      explanation: '',
      prior: 0.5,
      changes: files.map(([before, after], index) => ({ path: `${index}.txt`, before, after })),
    })),
  };
}
