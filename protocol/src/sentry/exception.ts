import type { Exception } from '../event.ts';
import { type Json, listOf, objectOf, textOf } from '../lenient.ts';
import { framesFromSentry } from './frame.ts';

/** Of a longer chain, the innermost causes are left out. */
const mostExceptions = 50;

/**
 * The exception chain of a Sentry event, cause first. Frames that the event has elsewhere (at top level, or in the
 * thread that crashed) go to the reported exception if that has none of its own.
 */
export function exceptionsFromSentry(event: Json, message: string | undefined): Exception[] {
  const platform = platformOf(event);
  const values = valuesOf(event['exception'] ?? event['sentry.interfaces.Exception']).slice(-mostExceptions);
  const interrupted = interruptedBy(values);
  const isTold = values.some(value => typeof mechanismOf(value)['exception_id'] === 'number');
  const exceptions = values.flatMap((value, at) => {
    const fields = objectOf(value);
    const exception = fields && exceptionFromSentry(fields, platform);
    if (exception === undefined) return [];
    // Clients of old say no more than the order; of Python's errors the line tells those that were raised on purpose.
    const whileHandling = isTold
      ? interrupted.has(mechanismOf(fields)['exception_id'])
      : at > 0 && platform === 'python';
    return [whileHandling ? { ...exception, whileHandling } : exception];
  });
  const reported = exceptions.at(-1);
  if (reported !== undefined && reported.frames.length > 0) return exceptions;
  const frames = framesElsewhere(event, objectOf(values.at(-1))?.['thread_id']);
  if (frames.length === 0) return exceptions;
  if (reported !== undefined) return [...exceptions.slice(0, -1), { ...reported, frames }];
  // A message or nothing but a stack trace: the place must not be lost.
  if (message === undefined) return [{ type: unnamed, value: '', frames }];
  return [{ type: 'Message', value: message, handled: true, frames }];
}

const unnamed = 'Error';

function mechanismOf(value: unknown): Json {
  return objectOf(objectOf(value)?.['mechanism']) ?? {};
}

/** Ids of the exceptions that came up while another was handled: that one is the context of them, not the cause. */
function interruptedBy(values: readonly unknown[]): ReadonlySet<unknown> {
  const contexts = values.map(mechanismOf).filter(({ source }) => source === '__context__');
  return new Set(contexts.flatMap(({ parent_id: id }) => (typeof id === 'number' ? [id] : [])));
}

/** Rust's SDK calls its platform `native`, as those of C and C++ do. */
function platformOf(event: Json): string | undefined {
  const sdk = textOf(objectOf(event['sdk'])?.['name']);
  return sdk?.startsWith('sentry.rust') ? 'rust' : textOf(event['platform']);
}

function valuesOf(exception: unknown): readonly unknown[] {
  const values = listOf(exception);
  if (values.length > 0) return values;
  const single = objectOf(exception);
  return single !== undefined && ('type' in single || 'value' in single) ? [single] : [];
}

function exceptionFromSentry(fields: Json, platform: string | undefined): Exception | undefined {
  const frames = framesFromSentry(
    fields['stacktrace'] ?? fields['rawStacktrace'] ?? fields['raw_stacktrace'],
    platform,
  );
  const type = textOf(fields['type']);
  const value = exceptionValue(fields['value']);
  if (type === undefined && value === '' && frames.length === 0) return undefined;
  const { handled } = mechanismOf(fields);
  // Old clients send "Type: value" as the value alone.
  const combined = type === undefined ? /^([A-Za-z_$][\w$.]{0,200}): ?([\s\S]*)$/.exec(value) : null;
  return {
    type: type ?? combined?.[1] ?? unnamed,
    value: combined?.[2] ?? value,
    ...(typeof handled === 'boolean' && { handled }),
    frames,
  };
}

function exceptionValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function framesElsewhere(event: Json, threadId: unknown): Exception['frames'] {
  const platform = platformOf(event);
  const own = framesFromSentry(event['stacktrace'] ?? event['sentry.interfaces.Stacktrace'], platform);
  if (own.length > 0) return own;
  const threads = listOf(event['threads']).flatMap((thread): Json[] => {
    const fields = objectOf(thread);
    return fields === undefined ? [] : [fields];
  });
  const ranked = [
    ...threads.filter(thread => thread['id'] === threadId && threadId !== undefined),
    ...threads.filter(thread => thread['crashed'] === true),
    ...threads.filter(thread => thread['current'] === true),
    ...(threads.length === 1 ? threads : []),
  ];
  for (const thread of ranked) {
    const frames = framesFromSentry(thread['stacktrace'], platform);
    if (frames.length > 0) return frames;
  }
  return [];
}
