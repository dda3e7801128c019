import assert from 'node:assert/strict';
import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { Draft, difference } from './draft.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '\u202e', '😀'), maxLength: 30 });
const text = (content: string) => Text.of(content.split('\n'));

/** A page with its draft and a host that takes an edit only of its own revision, with messages on their way in between. */
class Pair {
  readonly draft: Draft;
  page: Text;
  host: { revision: number; text: Text };
  readonly toHost: { revision: number; text: Text }[] = [];
  readonly toPage: { revision: number; text: Text }[] = [];

  constructor(start: string) {
    this.page = text(start);
    this.host = { revision: 1, text: this.page };
    this.draft = new Draft(this.host);
  }

  type(at: number, deleted: number, inserted: string): void {
    const from = at % (this.page.length + 1);
    const to = Math.min(this.page.length, from + deleted);
    const changes = ChangeSet.of({ from, to, insert: text(inserted) }, this.page.length);
    this.page = changes.apply(this.page);
    this.draft.type(changes);
  }

  flush(): void {
    const edit = this.draft.take();
    if (edit) this.toHost.push(edit);
  }

  hostReceives(): void {
    const edit = this.toHost.shift();
    if (!edit) return;
    if (edit.revision === this.host.revision) this.host = { revision: edit.revision + 7, text: edit.text };
    this.toPage.push(this.host);
  }

  pageReceives(): void {
    const snapshot = this.toPage.shift();
    if (!snapshot) return;
    const changes = this.draft.receive(snapshot);
    if (changes) this.page = changes.apply(this.page);
  }

  settle(): void {
    for (let round = 0; round < 4; round++) {
      while (this.toHost.length > 0) this.hostReceives();
      while (this.toPage.length > 0) this.pageReceives();
      this.flush();
    }
  }
}

const typing = fc.record({
  do: fc.constant('type' as const),
  at: fc.nat(60),
  deleted: fc.nat(5),
  inserted: words,
});
const others = fc.record({ do: fc.constantFrom('flush', 'hostReceives', 'pageReceives') });

describe('what is typed between snapshots', () => {
  it('reaches the host whole, in whatever order the messages arrive', () => {
    fc.assert(
      fc.property(words, fc.array(fc.oneof(typing, others), { maxLength: 40 }), (start, steps) => {
        const pair = new Pair(start);
        for (const step of steps) {
          if (step.do === 'type') {
            pair.type(step.at, step.deleted, step.inserted);
            continue;
          }
          pair[step.do]();
        }
        const typed = pair.page.toString();
        pair.settle();
        assert.equal(pair.page.toString(), typed, 'the page changed by itself');
        assert.equal(pair.host.text.toString(), typed);
      }),
      { numRuns: 500 },
    );
  });

  it('stays when the host changes another place meanwhile, and goes along with the next edit', () => {
    const pair = new Pair('one\ntwo\nthree');
    pair.type(13, 0, '!');
    pair.host = { revision: 2, text: text('ONE\ntwo\nthree') };
    pair.toPage.push(pair.host);
    pair.pageReceives();
    assert.equal(pair.page.toString(), 'ONE\ntwo\nthree!');
    pair.settle();
    assert.equal(pair.host.text.toString(), 'ONE\ntwo\nthree!');
  });

  it('gives way to the host’s text where it was sent before: an undo undoes it', () => {
    const pair = new Pair('one');
    pair.type(3, 0, 'x');
    pair.flush();
    pair.hostReceives();
    pair.host = { revision: 99, text: text('one') };
    pair.toPage.push(pair.host);
    pair.settle();
    assert.equal(pair.page.toString(), 'one');
  });

  it('is sent one edit at a time, and again when no answer came', () => {
    const draft = new Draft({ revision: 1, text: text('a') });
    draft.type(ChangeSet.of({ from: 1, insert: 'b' }, 1));
    assert.equal(draft.take()?.text.toString(), 'ab');
    draft.type(ChangeSet.of({ from: 2, insert: 'c' }, 2));
    assert.equal(draft.take(), undefined);
    draft.takeBack();
    assert.deepEqual(draft.take()?.revision, 1);
    assert.ok(draft.isOnItsWay && !draft.isUnsent);
  });
});

describe('the difference of two texts', () => {
  it('leads from the one to the other, in one change', () => {
    fc.assert(
      fc.property(words, words, (from, to) => {
        const changes = difference(text(from), text(to));
        assert.equal(changes.apply(text(from)).toString(), text(to).toString());
        let parts = 0;
        changes.iterChanges(() => parts++);
        assert.ok(parts <= 1);
      }),
      { numRuns: 1000 },
    );
  });
});
