import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { textHunks } from '../git/diff.ts';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { followLine } from './follow-line.ts';
import { mapFrames } from './map-frames.ts';
import { scratchEvent } from './scratch-event.ts';

/** Lines are removed, written and indented at a place; `carry` further lines are moved from there to `to`. */
interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: number;
  readonly indent: boolean;
  readonly carry: number;
  readonly to: number;
}

const edits = fc.array(
  fc.record({
    at: fc.nat(60),
    remove: fc.nat(4),
    insert: fc.nat(4),
    indent: fc.boolean(),
    carry: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 6 })),
    to: fc.nat(60),
  }),
  { maxLength: 5 },
);

/** How the file gets its name at HEAD. */
const ways = fc.constantFrom('stays', 'renamed', 'renamed and edited');

let fresh = 0;

/** Lines carry an identity that the mapping cannot see, so that the truth is known. */
interface Line {
  readonly id: number;
  readonly text: string;
}

function edit(lines: readonly Line[], changes: readonly Edit[]): Line[] {
  const result = [...lines];
  for (const change of changes) {
    const at = change.at % (result.length + 1);
    const added = Array.from({ length: change.insert }, () => ({ id: ++fresh, text: `added_${fresh}();` }));
    result.splice(at, change.remove, ...added);
    const next = result[at + change.insert];
    if (change.indent && next !== undefined)
      result[at + change.insert] = { id: next.id, text: `  ${next.text}` };
    const carried = result.splice(at, change.carry);
    result.splice(change.to % (result.length + 1), 0, ...carried);
  }
  return result;
}

const original = (): Line[] =>
  Array.from({ length: 40 }, (_, index) => ({ id: -index - 1, text: `call_${index}(value, ${index % 3});` }));

const textOf = (lines: readonly Line[]) => lines.map(line => `${line.text}\n`).join('');

describe('a line that drifts', () => {
  it('is followed through random edits, and said to be gone when it is', () => {
    fc.assert(
      fc.property(edits, fc.nat(39), (changes, pick) => {
        const [from, to] = [original(), edit(original(), changes)];
        const hunks = textHunks(textOf(from), textOf(to));
        const texts = [from, to].map(lines => lines.map(line => line.text));
        const followed = followLine(texts[0] ?? [], texts[1] ?? [], hunks, pick + 1);
        const truth = to.findIndex(line => line.id === from[pick]?.id) + 1;
        assert.equal(followed.kept, truth > 0);
        if (truth > 0) assert.equal(followed.line, truth);
      }),
      { numRuns: 500 },
    );
  });

  it('is followed from the release over HEAD and a rename into the open document', async function () {
    this.timeout(60_000);
    const scratch = await ScratchRepository.create();
    try {
      await fc.assert(
        fc.asyncProperty(edits, edits, fc.nat(39), ways, async (toHead, toOpen, pick, way) => {
          const release = original();
          const head = edit(release, toHead);
          const open = edit(head, toOpen);
          const wanted = release[pick];
          assert(wanted);
          await scratch.git('rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.');
          const commit = await scratch.commit({ message: 'release', files: { 'a.ts': textOf(release) } });
          const file = way === 'stays' ? 'a.ts' : 'lib/b.ts';
          if (way === 'renamed') await scratch.commit({ message: 'move', moves: { 'a.ts': file } });
          const moves = way === 'renamed and edited' ? { 'a.ts': file } : {};
          await scratch.commit({ message: 'head', moves, files: { [file]: textOf(head) } });
          const repository = await Repository.open(scratch.root);
          const tree = new SourceTree(repository, await repository.head());
          const openDocuments = new Map([[path.join(scratch.root, file), textOf(open)]]);
          const event = scratchEvent([{ file: '/app/a.ts', line: pick + 1 }], { release: commit });
          try {
            const { frames } = await mapFrames({ event, repository, tree, openDocuments });
            assert.equal(frames[0]?.file, file);
            const truth = open.findIndex(line => line.id === wanted.id) + 1;
            if (truth > 0)
              assert.deepEqual([frames[0]?.line, frames[0]?.mapping === 'approximate'], [truth, false]);
            else assert.equal(frames[0]?.mapping, 'approximate');
          } finally {
            await tree.dispose();
          }
        }),
        { numRuns: 12 },
      );
    } finally {
      await scratch.dispose();
    }
  });
});
