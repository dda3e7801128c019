import type { Event, Exception, Frame } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';

import { estimateTokens } from '../../model/limits/estimate.ts';
import type { MappedPlace } from '../mapped.ts';
import { type Bounds, cutText, cutValue } from './cut-value.ts';
import { scrubbedEvent } from './secrets.ts';

const full: Bounds = { text: 2000, entries: 30, depth: 4 };
/** Enough to be understood, for an event that is too much even when it is cut. */
const shares = [1, 0.5, 0.25, 0.1, 0.03] as const;
const framesWithVariables = 4;
const headers = new Set(['accept', 'accept-language', 'content-type', 'content-encoding', 'user-agent']);
const contexts = new Set(['runtime', 'os', 'browser', 'culture', 'state', 'extra']);

/** The event as a model is told it: typed fields in one JSON document, cut until it takes no more than so many tokens. */
export function eventText(event: Event, mapped: readonly MappedPlace[], most: number): string {
  const scrubbed = scrubbedEvent(event);
  let text = '';
  for (const share of shares) {
    text = JSON.stringify(eventFields(scrubbed, mapped, share), undefined, 1);
    if (estimateTokens(text) <= most) break;
  }
  return text;
}

/** Who the user is, and on which machine it happened, is nobody's business. */
function eventFields(event: Event, mapped: readonly MappedPlace[], share: number) {
  const bounds: Bounds = {
    ...full,
    text: Math.ceil(full.text * share),
    entries: Math.ceil(full.entries * share),
  };
  const short = (text: string | undefined) => (text === undefined ? undefined : cutText(text, bounds.text));
  const some = (fields: Readonly<Record<string, unknown>> | undefined, wanted?: ReadonlySet<string>) => {
    const kept = Object.entries(fields ?? {}).filter(([name]) => wanted?.has(name.toLowerCase()) ?? true);
    return kept.length === 0 ? undefined : cutValue(Object.fromEntries(kept), bounds);
  };
  const root = rootException(event);
  const { request } = event;
  const breadcrumbs = event.breadcrumbs.slice(-bounds.entries);
  return {
    platform: short(event.platform),
    level: event.level,
    message: short(event.message),
    release: short(event.release),
    environment: short(event.environment),
    transaction: short(event.transaction),
    logger: short(event.logger),
    exceptions: event.exceptions.slice(-bounds.entries).map(exception => ({
      type: short(exception.type),
      message: short(exception.value),
      ...(exception.whileHandling === true ? { raisedWhileHandlingTheOneBefore: true } : {}),
      frames: framesOf(exception, exception === root ? mapped : [], bounds),
    })),
    request: request && {
      method: short(request.method),
      url: short(request.url),
      query: short(request.query),
      headers: some(request.headers, headers),
      body: cutValue(request.body, bounds),
    },
    tags: some(event.tags),
    contexts: some(event.contexts, contexts),
    breadcrumbs: breadcrumbs.map(({ category, level, message }) => ({
      category: short(category),
      level: short(level),
      message: short(message),
    })),
  };
}

/** Outermost first, the crash last: those that are left out are others' code, or far out. */
function framesOf({ frames }: Exception, mapped: readonly MappedPlace[], bounds: Bounds) {
  const places = new Map(mapped.map(place => [place.index, place]));
  const kept = frames.map((frame, index) => ({ frame, index })).slice(-bounds.entries);
  const ofProgram = kept.filter(({ frame }) => frame.inApp).slice(-framesWithVariables);
  return kept.map(({ frame, index }) => {
    const place = places.get(index);
    const isTold = ofProgram.some(own => own.index === index);
    return {
      ...toldFrame(frame, bounds),
      ...(place ? { inRepository: `${place.file}:${place.line}` } : {}),
      ...(isTold && frame.variables ? { variables: cutValue(frame.variables, bounds) } : {}),
    };
  });
}

function toldFrame({ file, line, function: name, contextLine }: Frame, { text }: Bounds) {
  return {
    file: cutText(file, Math.min(text, 300)),
    line,
    function: name && cutText(name, Math.min(text, 300)),
    code: contextLine && cutText(contextLine.trim(), Math.min(text, 300)),
  };
}
