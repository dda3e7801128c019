import type { Event, Frame } from '@errata/protocol/event';
import { newEventId } from '@errata/protocol/event-id';
import { isTestPath } from '../../diagnose/sources.ts';
import type { Sighting, TestCase } from '../../verify/frameworks/framework.ts';
import { parseV8Error } from '../../verify/frameworks/stack.ts';
import { summaryLine } from '../../verify/run-tests.ts';

const mostFrames = 60;

/** Of tests that fail the one that tells most: whose exception comes from the program, not from an assertion. */
export function tellingTest(failing: readonly [TestCase, ...TestCase[]], workspace: string): TestCase {
  return failing.find(test => fromProgram(sightingsOf(test, workspace)[0])) ?? failing[0];
}

/**
 * Of tests that fail those that seem to have one cause: where the program itself fails they fail at the same place, else
 * they are in the same file. The most of them, and crashes before assertions.
 */
export function failingTogether(
  failing: readonly [TestCase, ...TestCase[]],
  workspace: string,
): readonly [TestCase, ...TestCase[]] {
  const groups = new Map<string, [TestCase, ...TestCase[]]>();
  for (const test of failing) {
    const seen = sightingsOf(test, workspace)[0];
    const frame = seen?.frames.find(({ file }) => isOwn(file));
    const crash = fromProgram(seen) && frame ? `${seen?.type} ${frame.file}:${frame.line}` : undefined;
    const key = crash ?? `in ${test.file ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [test]);
    else group.push(test);
  }
  const weight = ([key, group]: readonly [string, readonly TestCase[]]) =>
    group.length + (key.startsWith('in ') ? 0 : failing.length);
  const [best] = [...groups].sort((a, b) => weight(b) - weight(a));
  return best?.[1] ?? failing;
}

/** What a failing test says, in the form of an event: its exception, with the frames of the program and the test. */
export function testEvent(test: TestCase, language: string, workspace: string): Event {
  const chain = [...sightingsOf(test, workspace)].reverse();
  const exceptions = chain.map(seen => ({
    type: seen.type,
    value: seen.message,
    frames: framesOf(seen),
  }));
  const said = summaryLine(test.error ?? '');
  return {
    id: newEventId(),
    timestamp: new Date().toISOString(),
    platform: language === 'javascript' ? 'node' : language,
    level: 'error',
    message: `${test.name} fails`,
    exceptions:
      exceptions.length > 0
        ? exceptions
        : [{ type: /^\w+/.exec(said)?.[0] ?? 'AssertionError', value: said, frames: [] }],
    tags: {},
    contexts: {},
    breadcrumbs: [],
  };
}

/** Runners of JavaScript tell the exception as text. */
function sightingsOf({ exceptions, error = '' }: TestCase, workspace: string): readonly Sighting[] {
  if (exceptions !== undefined && exceptions.length > 0) return exceptions;
  const seen = parseV8Error(error, workspace);
  return seen.frames.length > 0 ? [seen] : [];
}

/** Outermost call first; of a deep recursion the ends. */
function framesOf({ frames }: Sighting): Frame[] {
  const ends =
    frames.length <= mostFrames
      ? frames
      : [...frames.slice(0, mostFrames / 2), ...frames.slice(-mostFrames / 2)];
  return ends.toReversed().map(({ file, line, function: name }) => ({
    file,
    line,
    ...(name === undefined ? {} : { function: name }),
    inApp: isOwn(file),
  }));
}

function fromProgram(seen: Sighting | undefined): boolean {
  const frame = seen?.frames.find(({ file }) => isOwn(file));
  return frame !== undefined && !isTestPath(frame.file);
}

/** Whether a file that a stack names is of the project. */
export function isOwn(file: string): boolean {
  return !/^[/<]|^node:|(?:^|\/)(?:node_modules|site-packages|\.errata)\//.test(file);
}
