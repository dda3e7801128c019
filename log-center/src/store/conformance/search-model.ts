import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { headlineOf } from '../../group/headline.ts';
import type { SearchTerm, TextTerm } from '../search-query.ts';
import { tokensOf } from '../search-tokens.ts';

/** What a search means, said once more, slowly and without a database. */
export function holdsOf(issue: Issue, events: readonly Event[], terms: readonly SearchTerm[]): boolean {
  const [first] = events;
  return terms.every(term => {
    if (term.kind === 'text') return hasText(first, term) !== term.negated;
    if (term.kind === 'value') {
      const values = valuesOf(issue, events, term.field);
      const isOne = term.anyOf.some(({ text, isPrefix }) =>
        values.some(value => (isPrefix ? value.startsWith(text) : value === text)),
      );
      return isOne !== term.negated;
    }
    const value = issue[term.field];
    const all = term.all.every(({ operator, value: limit }) => {
      if (operator === '=') return value === limit;
      if (operator === '<' || operator === '<=')
        return value < limit || (operator === '<=' && value === limit);
      return value > limit || (operator === '>=' && value === limit);
    });
    return all !== term.negated;
  });
}

function valuesOf(
  issue: Issue,
  events: readonly Event[],
  field: (SearchTerm & { kind: 'value' })['field'],
): string[] {
  if (field === 'release' || field === 'environment') return events.map(event => event[field] ?? '');
  if (field === 'ignored') return issue.ignored ? ['1'] : [];
  return [issue[field]];
}

/** Only the event that opens an issue is searched. */
function hasText(event: Event | undefined, { column, words, isPrefix }: TextTerm): boolean {
  if (event === undefined) return false;
  const { title, culprit } = headlineOf(event);
  const frames = event.exceptions.flatMap(exception => exception.frames);
  const texts = {
    title: [title],
    culprit: [culprit],
    types: event.exceptions.map(({ type }) => type),
    words: [
      event.message ?? '',
      ...event.exceptions.map(({ value }) => value),
      ...frames.flatMap(frame => [frame.function ?? '', frame.file]),
    ],
  };
  const sequences = (column === undefined ? Object.values(texts).flat() : texts[column]).flatMap(text => {
    const { parts, compounds } = tokensOf(text);
    return [parts, ...compounds.map(compound => [compound])];
  });
  const last = words.length - 1;
  return sequences.some(sequence =>
    sequence.some((_, from) =>
      words.every((word, index) => {
        const token = sequence[from + index] ?? '';
        return index === last && isPrefix ? token.startsWith(word) : token === word;
      }),
    ),
  );
}

const word = fc.constantFrom('cart', 'cartridge', 'total', 'Price', 'error', 'null', 'x1', '車', 'é');
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map(words => words.join('_'));
const sentence = fc.array(fc.oneof(word, name), { maxLength: 4 }).map(words => words.join(' '));
const release = fc.constantFrom('1.0', '1.1', 'v_1', 'V%1');
const environment = fc.constantFrom('prod', 'prod-eu', 'dev');

/** The events of one issue. */
export const someEvents: fc.Arbitrary<Event[]> = fc
  .record({
    type: name,
    value: sentence,
    function: name,
    message: fc.option(sentence, { nil: undefined }),
    platform: fc.constantFrom('node', 'python'),
    level: fc.constantFrom('error', 'warning', 'fatal'),
    several: fc.array(
      fc.record({
        day: fc.integer({ min: 10, max: 14 }),
        release: fc.option(release, { nil: undefined }),
        environment: fc.option(environment, { nil: undefined }),
        user: fc.constantFrom('u1', 'u2'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ several, type, value, function: name, message, platform, level }) => {
    const exceptions = [{ type, value, frames: [sampleFrame({ function: name, file: `src/${name}.ts` })] }];
    return several.map(({ day, user, release, environment }) =>
      sampleEvent('', {
        exceptions,
        platform,
        level,
        timestamp: `2026-06-${day}T00:00:00.000Z`,
        user: { id: user },
        ...(message !== undefined && { message }),
        ...(release !== undefined && { release }),
        ...(environment !== undefined && { environment }),
        // One issue, whatever grouping makes of it.
        fingerprint: [type, value, name, platform, level],
      }),
    );
  });

const star = fc.constantFrom('', '*');
const operator = fc.constantFrom('', '>', '<', '>=', '<=');
const term = fc
  .tuple(
    fc.constantFrom('', '', '!'),
    fc.oneof(
      fc.tuple(word, star).map(parts => parts.join('')),
      fc.tuple(sentence, star).map(([text, end]) => `"${text}"${end}`),
      fc.tuple(fc.constantFrom('title', 'culprit', 'type', 'message'), name).map(parts => parts.join(':')),
      fc
        .tuple(fc.constantFrom('release', 'env'), fc.oneof(release, environment, fc.constant('1')), star)
        .map(([key, value, end]) => `${key}:${value}${end}`),
      fc.constantFrom(
        'status:new',
        'is:resolved',
        'is:ignored',
        'level:error',
        'level:warn',
        'platform:python',
        'env:""',
      ),
      fc
        .tuple(fc.constantFrom('count', 'users'), operator, fc.integer({ min: 0, max: 4 }))
        .map(([key, sign, value]) => `${key}:${sign}${value}`),
      fc
        .tuple(fc.constantFrom('firstSeen', 'lastSeen'), operator, fc.integer({ min: 10, max: 15 }))
        .map(([key, sign, day]) => `${key}:${sign}2026-06-${day}`),
      fc
        .tuple(fc.constantFrom('age', 'lastSeen'), fc.constantFrom('-', '+'), fc.integer({ min: 1, max: 5 }))
        .map(([key, sign, days]) => `${key}:${sign}${days}d`),
    ),
  )
  .map(parts => parts.join(''));
export const someQuery: fc.Arbitrary<string> = fc
  .array(term, { minLength: 1, maxLength: 3 })
  .map(terms => terms.join(' '));
