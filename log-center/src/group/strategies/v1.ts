import { type Event, type Exception, type Frame, reportedException } from '@errata/protocol/event';
import type { GroupingComponent } from '@errata/protocol/grouping';
import type { Account, Strategy } from './strategy.ts';

/*
 * The first strategy: in-app frames by the end of their path, each place once; else the message. It is only here to find
 * the issues that it made, so nothing in this file may change.
 */

export const v1: Strategy = {
  account(event: Event): Account {
    const isWished = event.fingerprint !== undefined;
    const components = isWished ? wishedComponents(event) : ownComponents(event);
    const hasFrames = components.some(({ kind }) => kind === 'frame');
    const method = isWished ? 'client' : hasFrames ? 'frames' : 'message';
    return { method, reason: reasons[method], components };
  },
  text({ kind, value }) {
    return kind === 'frame' ? `frame: ${value}`.trimEnd() : `${kind}: ${value}`;
  },
};

const reasons = {
  client: 'The client sent a fingerprint.',
  frames: 'The own code on the stack tells the bug.',
  message: 'There are no frames of own code.',
};

function wishedComponents(event: Event): GroupingComponent[] {
  return (event.fingerprint ?? []).flatMap(part =>
    /^\{\{\s*default\s*\}\}$/.test(part)
      ? ownComponents(event)
      : [component('client', part, 'sent by the client')],
  );
}

function ownComponents(event: Event): GroupingComponent[] {
  const traced = event.exceptions.filter(exception => inAppFrames(exception).length > 0);
  if (traced.length > 0)
    return traced.flatMap(exception => [typeComponent(exception), ...frameComponents(exception)]);
  const reported = reportedException(event);
  if (reported !== undefined) return [typeComponent(reported), messageComponent(reported.value)];
  return [messageComponent(event.message ?? '')];
}

function component(kind: GroupingComponent['kind'], value: string, hint: string): GroupingComponent {
  return { kind, value, contributes: true, hint };
}

function typeComponent(exception: Exception): GroupingComponent {
  return component('type', exception.type, 'type of the exception');
}

function messageComponent(message: string): GroupingComponent {
  return component('message', parameterize(message), 'message without what differs each time');
}

function inAppFrames(exception: Exception): Frame[] {
  return exception.frames.filter(frame => frame.inApp);
}

function frameComponents(exception: Exception): GroupingComponent[] {
  const places = new Set(inAppFrames(exception).map(frame => frameValue(frame)));
  return [...places].map(value => component('frame', value, 'own code'));
}

function frameValue(frame: Frame): string {
  const name = sourceName(frame.file);
  const place = name.includes('/') ? name : (frame.module ?? name);
  const code = frame.contextLine?.trim().replace(/\s+/g, ' ') ?? '';
  const line = frame.function === undefined && code === '' ? `:${frame.line ?? ''}` : '';
  return `${place}${line} ${frame.function ?? ''} ${code.slice(0, 200)}`.trimEnd();
}

function sourceName(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/[?#].*$/s, '');
  const parts = path.split('/').filter(part => part !== '' && part !== '.' && part !== '..');
  const name = parts.slice(-2).join('/') || file;
  return name.replace(/([.-])(?=[0-9a-f]*\d)[0-9a-f]{8,40}(?=\.)/i, '$1<hash>');
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<date>'],
  [/\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/g, '<email>'],
  [/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, '<ip>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,128}\b/gi, '<hex>'],
  [/"[^"\n]{0,200}"/g, '<text>'],
  [/'[^'\n]{0,200}'/g, '<text>'],
  [/\b\d+(?:\.\d+)?\b/g, '<number>'],
];

function parameterize(message: string): string {
  const start = message.slice(0, 1000);
  return patterns.reduce((text, [pattern, kind]) => text.replace(pattern, kind), start).trim();
}
