import { textHunks } from '../../../../agent/src/git/diff.ts';
import { changesBackward } from './history.ts';
import { markLine, mutationMark } from './marked-text.ts';
import { type Mutation, mutationsOf } from './mutations.ts';
import type { Random } from './random.ts';
import type { SourceRepository } from './source-repository.ts';
import { Timeline } from './timeline.ts';
import type { LanguageName } from './toolchain.ts';

const mostTouches = 12;
const mostCommits = 80;

/** History with a mistake in it, up to the release. */
export interface Plant {
  readonly timeline: Timeline;
  /** The real commit that the first of the timeline's stands on. */
  readonly parent: string;
  readonly operator: string;
  readonly how: 'in a real commit' | 'in a commit of its own';
}

/** Plants a mistake into a file of the release `at`; nothing when this attempt does not go together with history. */
export async function plantMistake(
  source: SourceRepository,
  at: number,
  file: string,
  language: LanguageName,
  random: Random,
): Promise<Plant | undefined> {
  const { history } = source;
  const touches = changesBackward(history, file, at)
    .filter(touch => touch.at > at - mostCommits && touch.at > 0)
    .slice(0, mostTouches);
  const touch = random.pick(touches);
  if (touch === undefined) return undefined;
  const text = await source.text(touch.change.blob);
  if (text === undefined) return undefined;
  // Mostly the mistake is in what a commit changed anyway, as with real ones.
  const within = random.chance(0.7);
  const parent = history[within ? touch.at - 1 : touch.at]?.commit;
  if (parent === undefined) return undefined;
  const changed =
    within && touch.change.status === 'M' && random.chance(0.8)
      ? await changedLines(source, parent, touch.change.oldPath, text)
      : undefined;
  const mutation = random.pick(
    text
      .split('\n')
      .flatMap((line, index) =>
        changed === undefined || changed.has(index + 1) ? mutationsOf(line, index + 1, language) : [],
      ),
  );
  if (mutation === undefined) return undefined;
  const ours = applied(text, mutation);
  const timeline = new Timeline(history, touch.at, language, blob => source.text(blob));
  if (within) timeline.plantWithin(touch.change.path, text, ours);
  else timeline.plantAlone(touch.change.path, text, ours, random.pick(messages) ?? '');
  const style = random.chance(0.25) ? random.between(touch.at, at) : undefined;
  if (style !== undefined) {
    if (!(await timeline.advance(style))) return undefined;
    timeline.style();
  }
  if (!(await timeline.advance(at))) return undefined;
  const how = within ? 'in a real commit' : 'in a commit of its own';
  return { timeline, parent, operator: mutation.operator, how };
}

const messages = [
  'Clean up',
  'Simplify',
  'Address review comments',
  'Small improvements',
  'Refactor a little',
  'Make it faster',
];

async function changedLines(
  source: SourceRepository,
  parent: string,
  oldPath: string,
  text: string,
): Promise<Set<number>> {
  const before = (await source.text(`${parent}:${oldPath}`)) ?? '';
  const lines = textHunks(before, text).flatMap(({ newStart, newLines }) =>
    Array.from({ length: newLines }, (_, at) => newStart + at),
  );
  return new Set(lines);
}

/** The mutated text. What is taken away is marked at the line that stands in its place. */
function applied(text: string, { line, replacement }: Mutation): string {
  const lines = text.split('\n');
  if (replacement !== undefined) {
    return markLine(lines.with(line - 1, replacement).join('\n'), line, mutationMark);
  }
  const without = lines.toSpliced(line - 1, 1);
  const next = without.findIndex((each, at) => at >= line - 1 && each.trim() !== '');
  return markLine(without.join('\n'), (next < 0 ? line - 1 : next) + 1, mutationMark);
}
