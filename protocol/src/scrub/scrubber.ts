import type { Event, Exception, Frame } from '../event.ts';
import type { ScrubSettings } from '../scrub-settings.ts';
import { makeFieldNames } from './field-names.ts';
import { makeFieldValues } from './field-values.ts';
import { makeTextScrubber } from './text.ts';

export interface Scrubber {
  /** The event without what the rules find in it; the same object if they find nothing. */
  event(event: Event): Event;
  /** Whatever JSON: by the names of fields, and by the texts in it. */
  value(value: unknown): unknown;
  text(text: string): string;
  /** Source code, in which `password = form["password"]` holds nothing. */
  source(text: string): string;
}

type Change<T> = (value: T) => T;
/** For each field what is done to it: a field that is new to the protocol does not get past unseen. */
type Changes<T> = { readonly [Name in keyof T]-?: Change<NonNullable<T[Name]>> };

/** Compiles the rules of a project. The scrubber never throws, and scrubbing twice is scrubbing once. */
export function makeScrubber(settings: ScrubSettings): Scrubber {
  if (!settings.enabled) return { event: keep, value: keep, text: keep, source: keep };
  const names = makeFieldNames(settings);
  const { text, source } = makeTextScrubber(settings, names);
  const { value, fields } = makeFieldValues({ names, text, cards: settings.rules.card });

  const frame: Changes<Frame> = {
    file: keep,
    function: keep,
    module: keep,
    line: keep,
    column: keep,
    inApp: keep,
    // The lines are scrubbed together.
    contextLine: keep,
    preContext: keep,
    postContext: keep,
    variables: fields,
    minified: keep,
  };
  const exception: Changes<Exception> = {
    type: source,
    value: text,
    handled: keep,
    whileHandling: keep,
    frames: each(given => withLines(update(given, frame), source)),
  };
  const request: Changes<NonNullable<Event['request']>> = {
    method: text,
    url: text,
    query: text,
    headers: fields,
    body: given => value(given) ?? given,
  };
  const breadcrumb: Changes<Event['breadcrumbs'][number]> = {
    timestamp: keep,
    category: text,
    message: text,
    level: keep,
  };
  const event: Changes<Event> = {
    id: keep,
    timestamp: keep,
    platform: keep,
    level: keep,
    message: text,
    release: keep,
    dist: keep,
    environment: keep,
    serverName: keep,
    transaction: text,
    logger: text,
    exceptions: each(given => update(given, exception)),
    request: given => update(given, request),
    user: fields,
    tags: fields,
    contexts: fields,
    breadcrumbs: each(given => update(given, breadcrumb)),
    fingerprint: each(text),
    sdk: keep,
    debugImages: keep,
  };
  return { event: given => update(given, event), value, text, source };
}

function keep<T>(value: T): T {
  return value;
}

function update<T extends object>(given: T, changes: Changes<T>): T {
  let changed: T | undefined;
  for (const name in changes) {
    const before = given[name];
    if (before === undefined || before === null) continue;
    const after = changes[name](before);
    if (after === before) continue;
    changed ??= { ...given };
    changed[name] = after;
  }
  return changed ?? given;
}

function each<T>(change: Change<T>): Change<T[]> {
  return list => {
    const changed = list.map(change);
    return changed.some((entry, index) => entry !== list[index]) ? changed : list;
  };
}

/** The quoted source code of a frame, as one text: a private key goes over several lines. */
function withLines(frame: Frame, source: Change<string>): Frame {
  const { preContext = [], contextLine, postContext = [] } = frame;
  const lines =
    contextLine === undefined
      ? [...preContext, ...postContext]
      : [...preContext, contextLine, ...postContext];
  if (lines.length === 0) return frame;
  const text = lines.join('\n');
  const scrubbed = source(text);
  if (scrubbed === text) return frame;
  const after = cutLike(lines, scrubbed) ?? lines.map(source);
  const at = preContext.length;
  const line = after[at];
  return {
    ...frame,
    ...(frame.preContext !== undefined && { preContext: after.slice(0, at) }),
    ...(contextLine !== undefined && line !== undefined && { contextLine: line }),
    ...(frame.postContext !== undefined && { postContext: after.slice(after.length - postContext.length) }),
  };
}

/** The text in pieces that have as many line breaks as the lines; some SDKs send the one at the end with the line. */
function cutLike(lines: readonly string[], text: string): string[] | undefined {
  const pieces = text.split('\n');
  const cut = lines.map(line => pieces.splice(0, line.split('\n').length).join('\n'));
  return pieces.length === 0 ? cut : undefined;
}
