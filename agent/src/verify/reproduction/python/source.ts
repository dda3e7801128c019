import type { Value } from '../value.ts';
import type { PythonStyle } from './style.ts';

const width = 88;

export type Writing = Pick<PythonStyle, 'quote' | 'indent'>;

/** A `str` literal with the wished quotes; nothing in `text` can end it or break its line. */
export function pythonString(text: string, quote: PythonStyle['quote']): string {
  const chosen =
    text.includes(quote) && !text.includes(quote === '"' ? "'" : '"') ? (quote === '"' ? "'" : '"') : quote;
  let inner = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === chosen) inner += `\\${character}`;
    else if (character === '\n') inner += '\\n';
    else if (character === '\r') inner += '\\r';
    else if (character === '\t') inner += '\\t';
    else if (code < 32 || (code >= 127 && code < 160)) inner += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (isHidden(code)) inner += code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
    else inner += character;
  }
  return chosen + inner + chosen;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** Surrogates, marks of direction and separators that an editor does not show. */
function isHidden(code: number): boolean {
  return (
    (code >= 0xd800 && code <= 0xdfff) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0xfeff
  );
}

/**
 * The value as a Python expression, or undefined when it cannot be written as one. `rename` gives the name under which
 * a class is imported, or undefined when it cannot be.
 */
export function pythonSource(
  value: Value,
  style: Writing,
  rename: (name: string) => string | undefined,
  margin = '',
): string | undefined {
  const inner = margin + style.indent;
  const all = (values: readonly Value[]) => {
    const sources = values.map(item => pythonSource(item, style, rename, inner));
    return sources.includes(undefined) ? undefined : (sources as string[]);
  };
  switch (value.kind) {
    case 'literal':
      if (typeof value.value === 'string') return pythonString(value.value, style.quote);
      if (typeof value.value === 'boolean') return value.value ? 'True' : 'False';
      return 'None';
    case 'number':
      return /^[-+]?(?:nan|inf)/i.test(value.text)
        ? `float(${pythonString(value.text, style.quote)})`
        : value.text;
    case 'bytes':
      return `b${value.text}`;
    case 'list':
      return bracket('[', all(value.items), ']', style, margin);
    case 'tuple': {
      const items = all(value.items);
      const [only] = items ?? [];
      return items?.length === 1 ? `(${only},)` : bracket('(', items, ')', style, margin);
    }
    case 'set':
      return value.items.length === 0 ? 'set()' : bracket('{', all(value.items), '}', style, margin);
    case 'record': {
      const members = value.entries.map(([key, item]) => {
        const name = pythonSource(key, style, rename, inner);
        const source = pythonSource(item, style, rename, inner);
        return name === undefined || source === undefined ? undefined : `${name}: ${source}`;
      });
      return bracket(
        '{',
        members.includes(undefined) ? undefined : (members as string[]),
        '}',
        style,
        margin,
      );
    }
    case 'call': {
      const name = rename(value.name);
      const positional = all(value.positional);
      const named = value.named.map(([key, item]) => {
        const source = pythonSource(item, style, rename, inner);
        return source === undefined ? undefined : `${key}=${source}`;
      });
      if (name === undefined || positional === undefined || named.includes(undefined)) return undefined;
      return bracket(`${name}(`, [...positional, ...(named as string[])], ')', style, margin);
    }
    case 'member': {
      const [owner = '', ...rest] = value.name.split('.');
      const name = rename(owner);
      return name === undefined ? undefined : [name, ...rest].join('.');
    }
    case 'source':
      return value.text;
    case 'hole':
      return undefined;
  }
}

function bracket(
  open: string,
  members: readonly string[] | undefined,
  close: string,
  style: Writing,
  margin: string,
): string | undefined {
  if (members === undefined) return undefined;
  const line = `${open}${members.join(', ')}${close}`;
  if (members.length === 0 || (margin.length + line.length <= width && !line.includes('\n'))) return line;
  const inner = margin + style.indent;
  return `${open}\n${members.map(member => `${inner}${member},\n`).join('')}${margin}${close}`;
}
