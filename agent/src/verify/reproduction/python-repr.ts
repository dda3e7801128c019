import type { Value } from './value.ts';

class NotALiteral extends Error {}

const maximumDepth = 40;

/**
 * Reads what Python's `repr` wrote: literals, collections, calls such as `Decimal('1')` or `Entry(date='…')`, members
 * such as `<Colour.RED: 1>`. Whatever is none of these (an address, something cut off) becomes a hole.
 */
export function parseRepr(source: string): Value {
  try {
    const reader = new ReprReader(source);
    const value = reader.value(0);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof NotALiteral) return { kind: 'hole', text: source.slice(0, 80) };
    throw error;
  }
}

/** Rebuilds a variable that a Python client captured: a `repr`, or JSON whose leaves are `repr`s. */
export function capturedPythonValue(raw: unknown): Value {
  if (typeof raw === 'string') return parseRepr(raw);
  if (raw === null || typeof raw === 'boolean') return { kind: 'literal', value: raw };
  if (typeof raw === 'number') return { kind: 'number', text: String(raw) };
  if (Array.isArray(raw)) return { kind: 'list', items: raw.map(capturedPythonValue) };
  if (typeof raw !== 'object') return { kind: 'hole', text: typeof raw };
  const entries = Object.entries(raw as object).map(([key, value]) => {
    const name = /^(['"]).*\1$/s.test(key) ? parseRepr(key) : ({ kind: 'literal', value: key } as const);
    return [name, capturedPythonValue(value)] as const;
  });
  return { kind: 'record', entries };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

class ReprReader {
  readonly #text: string;
  #at = 0;

  constructor(source: string) {
    this.#text = source;
  }

  end(): void {
    this.#space();
    if (this.#at !== this.#text.length) throw new NotALiteral();
  }

  value(depth: number): Value {
    if (depth > maximumDepth) throw new NotALiteral();
    this.#space();
    const next = this.#text[this.#at] ?? '';
    if (next === '[') return { kind: 'list', items: this.#items('[', ']', depth).items };
    if (next === '(') {
      const { items, comma } = this.#items('(', ')', depth);
      const [only] = items;
      return items.length === 1 && !comma && only ? only : { kind: 'tuple', items };
    }
    if (next === '{') return this.#braces(depth);
    if (next === '<') return this.#member();
    const bytes = /^b(?=['"])/.test(this.#text.slice(this.#at, this.#at + 2));
    if (bytes) this.#at += 1;
    const quote = this.#text[this.#at] ?? '';
    if (quote === "'" || quote === '"') {
      const start = this.#at;
      const value = this.#string(quote);
      return bytes ? { kind: 'bytes', text: this.#text.slice(start, this.#at) } : { kind: 'literal', value };
    }
    const number = this.#match(/[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y);
    if (number !== undefined) return { kind: 'number', text: number };
    return this.#word(depth);
  }

  #word(depth: number): Value {
    const negative = this.#match(/-(?=inf\b)/y) ?? '';
    const name = this.#match(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y);
    if (name === undefined) throw new NotALiteral();
    if (name === 'None') return { kind: 'literal', value: null };
    if (name === 'True' || name === 'False') return { kind: 'literal', value: name === 'True' };
    if (name === 'nan' || name === 'inf') return { kind: 'number', text: negative + name };
    if (this.#text[this.#at] !== '(') throw new NotALiteral();
    const { items, named } = this.#items('(', ')', depth);
    if (name === 'set' || name === 'frozenset') {
      const inner = items[0];
      const members = inner && 'items' in inner ? inner.items : [];
      return { kind: 'set', items: members };
    }
    return { kind: 'call', name, positional: items, named };
  }

  #items(
    open: string,
    close: string,
    depth: number,
  ): { items: Value[]; named: [string, Value][]; comma: boolean } {
    this.#expect(open);
    const items: Value[] = [];
    const named: [string, Value][] = [];
    let comma = false;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] === close) break;
      const key = this.#match(/[A-Za-z_]\w*(?==[^=])/y);
      if (key === undefined) items.push(this.value(depth + 1));
      else {
        this.#expect('=');
        named.push([key, this.value(depth + 1)]);
      }
      this.#space();
      comma = this.#text[this.#at] === ',';
      if (!comma) break;
      this.#at += 1;
    }
    this.#expect(close);
    return { items, named, comma };
  }

  #braces(depth: number): Value {
    this.#expect('{');
    const entries: (readonly [Value, Value])[] = [];
    const items: Value[] = [];
    for (;;) {
      this.#space();
      if (this.#text[this.#at] === '}') break;
      const key = this.value(depth + 1);
      this.#space();
      if (this.#text[this.#at] === ':') {
        this.#at += 1;
        entries.push([key, this.value(depth + 1)]);
      } else items.push(key);
      this.#space();
      if (this.#text[this.#at] !== ',') break;
      this.#at += 1;
    }
    this.#expect('}');
    if (items.length > 0 && entries.length > 0) throw new NotALiteral();
    return items.length > 0 ? { kind: 'set', items } : { kind: 'record', entries };
  }

  /** `<Colour.RED: 1>`; a class or a function is none. */
  #member(): Value {
    const found = /<([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+): [^<>]*>/y;
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (match?.[1] === undefined) return this.#object();
    this.#at += match[0].length;
    return { kind: 'member', name: match[1] };
  }

  /** `<Cart object at 0x…>`: an instance that was not captured. Streams of memory are made anew, without what was in them. */
  #object(): Value {
    const text = this.#match(/<[\w.]+(?: object| instance)? at 0x[0-9a-f]+>/iy);
    if (text === undefined) throw new NotALiteral();
    const stream = /^<_io\.(BytesIO|StringIO) /.exec(text)?.[1];
    return stream === undefined
      ? { kind: 'hole', text }
      : { kind: 'call', name: `io.${stream}`, positional: [], named: [] };
  }

  #string(quote: string): string {
    this.#expect(quote);
    let value = '';
    for (;;) {
      const next = this.#text[this.#at++];
      if (next === undefined) throw new NotALiteral();
      if (next === quote) return value;
      if (next !== '\\') {
        value += next;
        continue;
      }
      const code = this.#match(/x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}/iy);
      if (code !== undefined) {
        const point = Number.parseInt(code.slice(1), 16);
        if (point > 0x10ffff) throw new NotALiteral();
        value += String.fromCodePoint(point);
        continue;
      }
      const simple = simpleEscapes[this.#text[this.#at++] ?? ''];
      if (simple === undefined) throw new NotALiteral();
      value += simple;
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match[0];
  }

  #space(): void {
    this.#match(/\s+/y);
  }

  #expect(character: string): void {
    this.#space();
    if (this.#text[this.#at] !== character) throw new NotALiteral();
    this.#at += 1;
  }
}
