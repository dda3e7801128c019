import { createHash } from 'node:crypto';
import { type Event, type Exception, type Frame, reportedException } from '@errata/protocol/event';
import { parameterize } from './parameterize.ts';
import { sourceName } from './source-name.ts';

/** Raised when the same event would get another fingerprint than before; old issues keep theirs. */
const version = 'v1';

/** What makes events the same bug. Events with equal components are one issue. */
export interface Grouping {
  readonly fingerprint: string;
  readonly components: readonly string[];
}

/** The fingerprint of an event and the components that it was made from. */
export function groupingOf(event: Event): Grouping {
  const components = event.fingerprint === undefined ? ownComponents(event) : wishedComponents(event);
  const digest = createHash('sha256').update(JSON.stringify(components)).digest('hex').slice(0, 32);
  return { fingerprint: `${version}:${digest}`, components };
}

/** The client's own fingerprint, in which `{{ default }}` stands for ours. */
function wishedComponents(event: Event): string[] {
  return (event.fingerprint ?? []).flatMap(part =>
    /^\{\{\s*default\s*\}\}$/.test(part) ? ownComponents(event) : [`client: ${part}`],
  );
}

function ownComponents(event: Event): string[] {
  const traced = event.exceptions.filter(exception => inAppFrames(exception).length > 0);
  if (traced.length > 0)
    return traced.flatMap(exception => [`type: ${exception.type}`, ...frameComponents(exception)]);
  const reported = reportedException(event);
  if (reported !== undefined) return [`type: ${reported.type}`, `message: ${parameterize(reported.value)}`];
  return [`message: ${parameterize(event.message ?? '')}`];
}

function inAppFrames(exception: Exception): Frame[] {
  return exception.frames.filter(frame => frame.inApp);
}

/** Each place once: however deep a recursion went, it is the same bug. */
function frameComponents(exception: Exception): string[] {
  return [...new Set(inAppFrames(exception).map(frameComponent))];
}

function frameComponent(frame: Frame): string {
  const name = sourceName(frame.file);
  // A bare file name says too little where the module is known.
  const place = name.includes('/') ? name : (frame.module ?? name);
  const code = frame.contextLine?.trim().replace(/\s+/g, ' ') ?? '';
  // Nameless code without its text is told apart by its line only.
  const line = frame.function === undefined && code === '' ? `:${frame.line ?? ''}` : '';
  return `frame: ${place}${line} ${frame.function ?? ''} ${code.slice(0, 200)}`.trimEnd();
}
