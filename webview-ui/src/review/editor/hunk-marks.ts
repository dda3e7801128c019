import { type Range, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { ReviewHunk } from '@errata/protocol/webview';

/** `new` is the text that is edited, `old` the one before it. */
export type Side = 'old' | 'new';

/** Puts the hunks of a snapshot into the text that they are about. */
export const setHunks = StateEffect.define<readonly ReviewHunk[]>();

const barHeight = 34;

/** What stands above a hunk. It is the same element for as long as the hunk is there, and so keeps its focus. */
class AboveHunk extends WidgetType {
  readonly #element: HTMLElement;

  constructor(element: HTMLElement) {
    super();
    this.#element = element;
  }

  override eq(other: AboveHunk): boolean {
    return other.#element === this.#element;
  }

  override toDOM(): HTMLElement {
    return this.#element;
  }

  /** Its buttons have events of their own. */
  override ignoreEvent(): boolean {
    return true;
  }

  override get estimatedHeight(): number {
    return barHeight;
  }
}

/** The hunks of one side: `above` gives what stands above each; the lines carry its state. They move along with typing. */
export function hunkMarks(side: Side, above: (hunk: ReviewHunk) => HTMLElement): StateField<DecorationSet> {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, { changes, effects, newDoc }) {
      const hunks = effects.find(effect => effect.is(setHunks))?.value;
      return hunks ? decorations(newDoc, hunks, side, above) : marks.map(changes);
    },
    provide: field => EditorView.decorations.from(field),
  });
}

function decorations(
  document: Text,
  hunks: readonly ReviewHunk[],
  side: Side,
  above: (hunk: ReviewHunk) => HTMLElement,
): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const hunk of hunks) {
    const { from, to } = hunk[side];
    const start = from > document.lines ? document.length : document.line(from).from;
    // Below the side of deleted lines, so that it stands above them.
    const bar = Decoration.widget({ widget: new AboveHunk(above(hunk)), block: true, side: -10, hunk });
    ranges.push(bar.range(start));
    const line = Decoration.line({ class: `hunk-line ${hunk.state}` });
    for (let number = from; number < to && number <= document.lines; number++) {
      ranges.push(line.range(document.line(number).from));
    }
  }
  return RangeSet.of(ranges, true);
}

/** Where the bar of a hunk is now; nothing when there is no such hunk. */
export function positionOf(marks: DecorationSet, hunk: string): number | undefined {
  return each(marks).find(({ id }) => id === hunk)?.position;
}

/** The hunk that starts last before a position, or there. */
export function hunkBefore(marks: DecorationSet, position: number): ReviewHunk | undefined {
  return each(marks).findLast(found => found.position <= position)?.hunk;
}

function each(marks: DecorationSet): { id: string; hunk: ReviewHunk; position: number }[] {
  const found: { id: string; hunk: ReviewHunk; position: number }[] = [];
  for (const cursor = marks.iter(); cursor.value; cursor.next()) {
    const { hunk } = cursor.value.spec as { hunk?: ReviewHunk };
    if (hunk) found.push({ id: hunk.id, hunk, position: cursor.from });
  }
  return found;
}
