import type { Exception } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { made } from './made.ts';
import type { Bad, ExpectedType } from './origin.ts';
import { short } from './short.ts';
import type { Slice } from './slice.ts';

/** The cause in plain words: the bad expression, what it was, and where that was made. */
export function causeOf(exception: Exception, slice: Slice): string {
  const { bad, crash } = slice;
  const origin = slice.origins[0];
  const said = exception.value ? `${exception.type}: ${exception.value}` : exception.type;
  if (!crash) return t('{0}. No frame of the trace is in a source file of this checkout.', said);
  const place = `${crash.file.path}:${crash.line}`;
  if (!bad)
    return crash.function?.name
      ? t('{0}, raised at {1} in `{2}`.', said, place, crash.function.qualifiedName)
      : t('{0}, raised at {1}.', said, place);
  const state = stateOf(bad, slice);
  if (!origin) return t('{0} at {1}.', state, place);
  const here = `${origin.file.path}:${origin.line}` === place;
  return here
    ? t('{0}: {1}.', state, made(origin))
    : t('{0}: {1}, and {2} relies on it.', state, made(origin), place);
}

function stateOf(bad: Bad, slice: Slice): string {
  const what = short(bad.node.text);
  const { complaint } = slice;
  switch (bad.badness) {
    case 'nothing':
      if (bad.captured?.mayHoldNothing)
        return t('{0} holds {1}', what, complaint.kind === 'nothing' ? complaint.what : t('missing'));
      return t('{0} is {1}', what, complaint.kind === 'nothing' ? complaint.what : t('missing'));
    case 'shape': {
      if (complaint.kind === 'mutated') return t('{0} is changed by the loop over it', what);
      if (complaint.kind === 'format')
        return seen(t('{0} does not give the format as many values as it takes', what), bad);
      if (complaint.kind === 'mixed-times')
        return t(
          '{0} brings a time with a time zone together with one that has none',
          short(bad.access.text),
        );
      if (complaint.kind === 'unpack')
        return seen(t('{0} does not give as many values as are taken from it', what), bad);
      if (complaint.kind === 'wrong-type' && complaint.callee === 'hash')
        return t('{0} is a {1}, which cannot be a key', what, complaint.type);
      return seen(t('{0} is not {1}', what, expectation(bad.expected)), bad);
    }
    case 'missing-key':
      return bad.property
        ? t('{0} asks for a key {1} that is not there', what, JSON.stringify(bad.property))
        : t('{0} asks for a key that is not there', what);
    case 'index':
      return t('{0} reaches beyond the end', what);
    case 'zero':
      return complaint.kind === 'domain'
        ? seen(t('{0} has no value for {1}', short(bad.access.text), what), bad)
        : t('{0} is zero', what);
    case 'empty':
      return t('{0} is empty', what);
    case 'text':
      if (complaint.kind === 'time') return seen(t('{0} is no valid date', what), bad);
      if (complaint.kind === 'pattern') return seen(t('{0} is not a regular expression', what), bad);
      if (complaint.kind === 'encoding')
        return t('{0} meets characters that {1} does not have', what, complaint.codec);
      return seen(t('{0} is not a text that can be read', what), bad);
    case 'name':
      if (complaint.kind === 'constant') return t('`{0}` is a constant and is assigned', bad.node.text);
      return t('`{0}` is not known where it is used', bad.node.text);
    case 'failed':
      return complaint.kind === 'failed' && complaint.reason
        ? t('{0} failed: {1}', what, short(complaint.reason))
        : t('{0} failed', what);
    case 'state':
      return `${what} ${complaint.kind === 'state' ? complaint.what : t('cannot be used so')}`;
    case 'condition':
      return t('{0} never ends the recursion', what);
    case 'count':
      if (complaint.kind === 'domain')
        return seen(t('{0} has no value for {1}', short(bad.access.text), what), bad);
      if (complaint.kind === 'overflow') return t('{0} leaves the range of its type', what);
      if (complaint.kind === 'arguments')
        return complaint.missing.length > 0
          ? t('{0} gives no {1}', what, complaint.missing.map(name => `\`${name}\``).join(t(' and no ')))
          : t('{0} gives what `{1}` does not take', what, complaint.callee);
      return seen(t('{0} is not a count that is allowed', what), bad);
  }
}

/** With the value that was captured, where one was. */
function seen(state: string, { captured }: Bad): string {
  return captured && !captured.nothing ? t('{0} (it was {1})', state, captured.text) : state;
}

function expectation(expected: ExpectedType | undefined): string {
  switch (expected) {
    case 'array':
      return t('an array');
    case 'string':
      return t('a string');
    case 'number':
      return t('a number');
    case 'map':
      return t('a map');
    case 'set':
      return t('a set');
    case 'function':
      return t('a function');
    case 'promise':
      return t('a promise');
    case 'object':
      return t('an object');
    case 'iterable':
      return t('an iterable');
    case undefined:
      return t('what the code takes it for');
  }
}
