import { SearchError } from './search-error.ts';

export type Operator = '=' | '<' | '<=' | '>' | '>=';

export interface Comparison<T> {
  readonly operator: Operator;
  readonly value: T;
}

/** The largest that every engine compares a count with. */
const largest = 2 ** 31 - 1;
const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
/** The times that sort as text: those with a year of four digits. */
const firstTime = Date.parse('0000-01-01T00:00:00.000Z');
const lastTime = Date.parse('9999-12-31T23:59:59.999Z');

/** `10`, `>10`, `<=10`. @throws {SearchError} */
export function readNumber(key: string, text: string): Comparison<number>[] {
  const [, operator, digits] = /^(<=|>=|<|>|=|)(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) throw meaningless(key, '10, >10 or <=10', text);
  return [{ operator: operatorOf(operator), value: Math.min(Number(digits), largest) }];
}

/**
 * A day or a time, after or before one (`>2026-01-31`, `<=2026-01-31T12:00Z`), within or before a while (`-24h`, `+7d`).
 * @param isAge it is asked how long ago: `<24h` is within a while
 * @throws {SearchError}
 */
export function readTime(key: string, text: string, now: Date, isAge: boolean): Comparison<string>[] {
  const [, sign = '', sooner = '', amount, unit] =
    /^(<=|>=|<|>|=|)([+-]?)(\d{1,9})([smhdw])$/i.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) {
    const at = isoOf(now.getTime() - Number(amount) * units[unit.toLowerCase() as keyof typeof units]);
    if (sign === '' && sooner !== '') return [{ operator: sooner === '-' ? '>=' : '<=', value: at }];
    // `lastSeen:>-24h` compares times, `age:>24h` how long ago they were.
    const asked = isAge && sooner === '' ? turned(sign) : sign;
    if (asked !== '' && asked !== '=' && (sooner === '-' || (isAge && sooner === ''))) {
      return [{ operator: operatorOf(asked), value: at }];
    }
  }
  const [, operator, day, clock = '', zone = ''] =
    /^(<=|>=|<|>|=|)(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(
      text,
    ) ?? [];
  const from =
    day === undefined ? Number.NaN : Date.parse(`${day}T${clock || '00:00'}${zone || 'Z'}`.toUpperCase());
  if (Number.isNaN(from)) throw meaningless(key, isAge ? '-24h or >7d' : '-24h, +7d or >2026-01-31', text);
  const at = isoOf(from);
  if (clock !== '') return [{ operator: operatorOf(operator), value: at }];
  const nextDay = isoOf(from + units.d);
  if (operator === '>') return [{ operator: '>=', value: nextDay }];
  if (operator === '<=') return [{ operator: '<', value: nextDay }];
  if (operator === '<' || operator === '>=') return [{ operator, value: at }];
  return [
    { operator: '>=', value: at },
    { operator: '<', value: nextDay },
  ];
}

function operatorOf(text: string | undefined): Operator {
  return text === '<' || text === '<=' || text === '>' || text === '>=' ? text : '=';
}

function turned(operator: string): string {
  return operator.replace(/[<>]/, sign => (sign === '<' ? '>' : '<'));
}

function isoOf(milliseconds: number): string {
  return new Date(Math.max(firstTime, Math.min(lastTime, milliseconds))).toISOString();
}

function meaningless(key: string, examples: string, text: string): SearchError {
  return new SearchError(`${key}: takes ${examples}, not ${text.slice(0, 100)}.`);
}
