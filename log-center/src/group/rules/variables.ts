import { type Event, type Frame, reportedException } from '@errata/protocol/event';

const longestValue = 1_000;

/** Whether a part of a fingerprint stands for what the fingerprint would be on its own. */
export function isDefault(part: string): boolean {
  return part.startsWith('{{') && part.endsWith('}}') && part.slice(2, -2).trim() === 'default';
}

/** A text with its `{{ variables }}` replaced by what the event has for them; unknown ones are left as they are. */
export function withVariables(text: string, event: Event): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\{\{ {0,5}([\w.-]{1,100}) {0,5}\}\}/g, (variable: string, name: string) => {
    const value = variableOf(name, event);
    return value === unknown ? variable : (value?.slice(0, longestValue) ?? `<no-${name}>`);
  });
}

/** Nothing that a value could be. */
const unknown = Symbol('unknown');

/** The names are those of Sentry's server, the short and the long. */
function variableOf(name: string, event: Event): string | undefined | typeof unknown {
  if (/^tags?\../.test(name)) {
    const tag = name.slice(name.indexOf('.') + 1);
    return Object.hasOwn(event.tags, tag) ? event.tags[tag] : undefined;
  }
  const variable = variables.get(name.replace(/^(?:error|stack)\./, ''));
  return variable === undefined ? unknown : variable(event);
}

const variables = new Map<string, (event: Event) => string | undefined>([
  ['type', event => reportedException(event)?.type],
  ['value', event => reportedException(event)?.value],
  ['message', event => event.message ?? reportedException(event)?.value],
  ['function', event => crashFrame(event)?.function],
  ['module', event => crashFrame(event)?.module],
  ['filename', event => crashFrame(event)?.file.split(/[\\/]/).at(-1)],
  ['file', event => crashFrame(event)?.file],
  ['path', event => crashFrame(event)?.file],
  ['abs_path', event => crashFrame(event)?.file],
  ['transaction', event => event.transaction],
  ['level', event => event.level],
  ['release', event => event.release],
  ['environment', event => event.environment],
  ['platform', event => event.platform],
  ['server_name', event => event.serverName],
]);

/** Of the reported exception: the own code nearest to the crash, or else the crash itself. */
function crashFrame(event: Event): Frame | undefined {
  const frames = reportedException(event)?.frames ?? [];
  return frames.findLast(frame => frame.inApp) ?? frames.at(-1);
}
