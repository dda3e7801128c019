import type { Event } from '@errata/protocol/event';
import type { GroupingComponent } from '@errata/protocol/grouping';
import { isWrapper, saysNothing } from '../../frames/frame-parts.ts';
import { functionKey, withoutRecursion } from '../../frames/recursion.ts';
import { parameterize } from '../../parameterize/parameterize.ts';
import type { Account } from '../strategy.ts';
import { foreignFrameText } from './frame-text.ts';
import type { Trace } from './trace-of.ts';
import { typeComponent } from './type-component.ts';

/** Fewer say no more than "the network failed" or "a timer fired"; more are further from the crash than is useful. */
const fewest = 3;
const most = 8;

/** Foreign code tells where in a library it happened, if there is enough of it. */
export function foreignAccount(traces: readonly Trace[]): Account | undefined {
  const chosen = traces
    .map(trace => ({ trace, indices: tellingFrames(trace) }))
    .find(({ indices }) => indices.size >= fewest);
  if (chosen === undefined) return undefined;
  return {
    method: 'system-frames',
    reason: `No own code is on the stack; the ${chosen.indices.size} named functions of foreign code nearest to the crash tell where it was.`,
    components: traces.flatMap(trace =>
      trace === chosen.trace
        ? [typeComponent(trace, true, 'its stack tells where it was'), ...framesOf(trace, chosen.indices)]
        : [
            typeComponent(
              trace,
              trace.index === 0,
              trace.index === 0 ? 'the cause' : 'a wrapper by a library',
            ),
          ],
    ),
  };
}

function framesOf(trace: Trace, indices: ReadonlySet<number>): GroupingComponent[] {
  return trace.frames.map(({ parts, hint }, index) => {
    const contributes = indices.has(index);
    return {
      exception: trace.index,
      kind: 'frame',
      value: foreignFrameText(parts),
      contributes,
      hint: contributes
        ? 'foreign code near the crash'
        : hint === 'not in-app'
          ? 'too far from the crash, or says nothing'
          : hint,
    };
  });
}

/** The named functions nearest to the crash. What an engine's own event loop calls is the same for everything. */
function tellingFrames({ frames, exception }: Trace): Set<number> {
  const named = frames.flatMap(({ parts }, index) => {
    const file = exception.frames[index]?.file ?? '';
    const isTelling = parts.function !== '' && !isWrapper(parts) && !saysNothing(parts) && !isEngine(file);
    return isTelling ? [index] : [];
  });
  const keys = named.map(index => {
    const frame = frames[index];
    return frame === undefined ? '' : functionKey(frame.parts);
  });
  return new Set(
    withoutRecursion(keys)
      .slice(-most)
      .map(place => named[place] ?? -1),
  );
}

function isEngine(file: string): boolean {
  return /^(?:node:|internal\/|native$|\[native|<|electron\/js2c)/.test(file);
}

/** Nothing but words: they are compared without what differs from one occurrence to the next. */
export function messageAccount(event: Event): Account {
  const ofChain = event.exceptions.flatMap((exception, index): GroupingComponent[] => [
    typeComponent({ index, exception, frames: [], own: [] }, true, 'type of the exception'),
    ...(exception.value.trim() === '' ? [] : [messageComponent(exception.value, index)]),
  ]);
  const hasMessage = ofChain.some(({ kind }) => kind === 'message');
  return {
    method: 'message',
    reason: 'There are too few frames that say anything; the message counts without what differs each time.',
    components: hasMessage ? ofChain : [...ofChain, messageComponent(event.message ?? '')],
  };
}

function messageComponent(message: string, exception?: number): GroupingComponent {
  return {
    ...(exception !== undefined && { exception }),
    kind: 'message',
    value: parameterize(message),
    contributes: true,
    hint: 'without what differs each time',
  };
}
