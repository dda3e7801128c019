import type { Event, Exception } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { estimateTokens } from '../../model/limits/estimate.ts';
import type { MappedPlace } from '../mapped.ts';
import { type Bounds, cutValue } from './cut-value.ts';
import { visible } from './quote.ts';
import { scrubbedValue } from './secrets.ts';

const full: Bounds = { text: 4000, entries: 30, depth: 10 };
/** Until it fits. */
const smaller: readonly Bounds[] = [
  full,
  { text: 2000, entries: 15, depth: 8 },
  { text: 1000, entries: 8, depth: 6 },
  { text: 400, entries: 4, depth: 4 },
  { text: 100, entries: 2, depth: 3 },
];
/** What is scrubbed, before it is cut: a secret that is cut in two there is gone in the end. */
const wide: Bounds = { text: 4 * full.text, entries: 2 * full.entries, depth: full.depth };
const framesWithVariables = 4;
const headers = new Set(['accept', 'accept-language', 'content-type', 'content-encoding', 'user-agent']);
const contexts = new Set(['runtime', 'os', 'browser', 'culture', 'state', 'extra']);

/** The event as a model is told it: typed fields in one JSON document, cut until it takes no more than so many tokens. */
export function eventText(event: Event, mapped: readonly MappedPlace[], most: number): string {
  const scrubbed = scrubbedValue(cutValue(eventFields(event, mapped), wide));
  let text = '';
  for (const bounds of smaller) {
    text = visible(JSON.stringify(cutValue(scrubbed, bounds), undefined, 1));
    if (estimateTokens(text) <= most) break;
  }
  return text;
}

/** What counts most comes first. Who the user is, and on which machine it happened, is nobody's business. */
function eventFields(event: Event, mapped: readonly MappedPlace[]) {
  const root = rootException(event);
  const { request } = event;
  return {
    exception: root && exceptionFields(root, mapped),
    message: event.message,
    order: 'Stacks begin where the program stopped; of what follows in lists the newest is the first.',
    chain: event.exceptions
      .filter(exception => exception !== root)
      .toReversed()
      .map(exception => exceptionFields(exception, [])),
    request: request && { ...request, headers: some(request.headers, headers) },
    platform: event.platform,
    release: event.release,
    environment: event.environment,
    transaction: event.transaction,
    level: event.level,
    logger: event.logger,
    breadcrumbs: event.breadcrumbs
      .toReversed()
      .map(({ category, level, message }) => ({ message, category, level })),
    tags: event.tags,
    contexts: some(event.contexts, contexts),
  };
}

function exceptionFields({ type, value, frames, whileHandling }: Exception, mapped: readonly MappedPlace[]) {
  const places = new Map(mapped.map(place => [place.index, place]));
  const told = new Set(frames.filter(frame => frame.inApp).slice(-framesWithVariables));
  const stack = frames.map((frame, index) => {
    const place = places.get(index);
    return {
      file: frame.file,
      line: frame.line,
      ...(place ? { inRepository: `${place.file}:${place.line}` } : {}),
      function: frame.function,
      code: frame.contextLine?.trim(),
      ...(told.has(frame) ? { variables: frame.variables } : {}),
    };
  });
  return {
    type,
    message: value,
    stack: stack.toReversed(),
    ...(whileHandling === true ? { raisedWhileTheOneBeforeWasHandled: true } : {}),
  };
}

function some<T>(fields: Readonly<Record<string, T>> | undefined, wanted: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => wanted.has(name.toLowerCase())));
}
