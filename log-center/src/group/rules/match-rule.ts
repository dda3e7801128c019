import type { Event, Exception, Frame } from '@errata/protocol/event';
import type { FingerprintRule, RuleCondition, RuleField } from '@errata/protocol/grouping';
import { compileGlob, type Glob } from './glob.ts';

/** The first rule whose conditions an event meets. */
export function matchingRule(event: Event, rules: readonly FingerprintRule[]): FingerprintRule | undefined {
  return rules.find(rule => compiled(rule)(event));
}

type Matcher = (event: Event) => boolean;

/** Rules are compiled once, as long as the caller keeps them. */
const known = new WeakMap<FingerprintRule, Matcher>();

function compiled(rule: FingerprintRule): Matcher {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const matcher = compile(rule);
  known.set(rule, matcher);
  return matcher;
}

interface Condition {
  readonly field: RuleField;
  readonly glob: Glob;
}

/** Conditions on a frame must hold for the same frame, those on an exception for the same exception. */
function compile(rule: FingerprintRule): Matcher {
  const conditions = rule.match.map(condition);
  const ofException = conditions.filter(({ field }) => field === 'type' || field === 'value');
  const ofFrame = conditions.filter(
    ({ field }) => field === 'function' || field === 'file' || field === 'module',
  );
  const ofEvent = conditions.filter(each => !ofException.includes(each) && !ofFrame.includes(each));
  return event =>
    ofEvent.every(({ field, glob }) => holds(glob, eventText(event, field))) &&
    (ofException.length === 0 ||
      event.exceptions.some(exception =>
        ofException.every(({ field, glob }) => holds(glob, exceptionText(exception, field))),
      )) &&
    (ofFrame.length === 0 ||
      event.exceptions.some(({ frames }) =>
        frames.some(
          frame => frame.inApp && ofFrame.every(({ field, glob }) => holds(glob, frameText(frame, field))),
        ),
      ));
}

const prose = new Set<RuleField>(['value', 'message', 'level', 'file']);

function condition({ field, pattern }: RuleCondition): Condition {
  const ignoresCase = prose.has(field);
  const glob = compileGlob(pattern, ignoresCase);
  if (field !== 'file') return { field, glob };
  // `src/cart.ts` names the file wherever the project lies.
  const inside = compileGlob(`*/${pattern}`, ignoresCase);
  return { field, glob: text => glob(text) || inside(text) };
}

function holds(glob: Glob, text: string | undefined): boolean {
  return text !== undefined && glob(text);
}

function eventText(event: Event, field: RuleField): string | undefined {
  if (field.startsWith('tag:')) {
    const name = field.slice('tag:'.length);
    return Object.hasOwn(event.tags, name) ? event.tags[name] : undefined;
  }
  switch (field) {
    case 'message':
      return event.message ?? event.exceptions.at(-1)?.value;
    case 'level':
      return event.level;
    case 'release':
      return event.release;
    case 'environment':
      return event.environment;
    case 'transaction':
      return event.transaction;
    case 'platform':
      return event.platform;
    default:
      return undefined;
  }
}

function exceptionText(exception: Exception, field: RuleField): string {
  return field === 'type' ? exception.type : exception.value;
}

function frameText(frame: Frame, field: RuleField): string | undefined {
  if (field === 'function') return frame.function;
  return field === 'module' ? frame.module : frame.file.slice(-1_000).replaceAll('\\', '/');
}
