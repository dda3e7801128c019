import type { Event } from '@errata/protocol/event';
import type { GroupingComponent } from '@errata/protocol/grouping';
import { parameterize } from '../../parameterize/parameterize.ts';
import type { Account } from '../strategy.ts';
import { arrangedByGroup, isGroup } from './exception-groups.ts';
import { ownFrameText, type PlaceOf, placesWithin } from './frame-text.ts';
import { isSpeechless } from './speechless.ts';
import { ranOut, type Trace, tracesOf } from './trace-of.ts';
import { typeComponent } from './type-component.ts';
import { foreignAccount, messageAccount } from './without-own-code.ts';

/** What an event is by itself: its own code on the stacks of the chain, or else foreign code, or else the messages. */
export function ownAccount(event: Event): Account {
  const traces = tracesOf(event);
  const telling = traces.filter(({ own }) => own.length > 0);
  if (telling.length === 0) return foreignAccount(traces) ?? messageAccount(event);
  const placeOf = placesWithin(telling.flatMap(({ own }) => own));
  const blocks = traces.map(trace => componentsOf(trace, traces, placeOf));
  const components = arrangedByGroup(traces, blocks);
  if (!isSpeechless(telling))
    return { method: 'frames', reason: 'Own code is on the stack; messages do not count.', components };
  return {
    method: 'frames-and-message',
    reason: 'The own code on the stack only throws or starts the program, so the message counts too.',
    components: [...components, ...messagesOf(telling)],
  };
}

/** Exceptions that passed through own code count, and what they came from; what a library wrapped them into does not. */
function componentsOf(trace: Trace, traces: readonly Trace[], placeOf: PlaceOf): GroupingComponent[] {
  const hasOwnCode = trace.own.length > 0;
  const isCause = (trace.index === 0 || isMember(trace, traces)) && !isGroup(trace.exception);
  const hint = hasOwnCode
    ? 'passed through own code'
    : isCause
      ? 'the cause, though not of own code'
      : 'no own code: a wrapper by a library';
  const frames = trace.frames.map(
    ({ parts, counts, hint }): GroupingComponent => ({
      exception: trace.index,
      kind: 'frame',
      value: ownFrameText(parts, placeOf),
      contributes: counts,
      hint,
    }),
  );
  // Where a round of recursion began is chance when the stack ran out.
  if (ranOut(trace.exception)) frames.sort((one, other) => compare(one.value, other.value));
  return [typeComponent(trace, hasOwnCode || isCause, hint), ...frames];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isMember(trace: Trace, traces: readonly Trace[]): boolean {
  return traces.some(({ index, exception }) => index > trace.index && isGroup(exception));
}

function messagesOf(traces: readonly Trace[]): GroupingComponent[] {
  return traces.map(({ index, exception }) => ({
    exception: index,
    kind: 'message',
    value: parameterize(exception.value),
    contributes: true,
    hint: 'without what differs each time',
  }));
}
