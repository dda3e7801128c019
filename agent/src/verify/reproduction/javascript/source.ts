import type { Value } from '../value.ts';
import type { JavascriptStyle } from './style.ts';

const width = 90;
const identifier = /^[A-Za-z_$][\w$]*$/;

type Writing = Pick<JavascriptStyle, 'quote' | 'indent'>;

/** A string literal with the wished quotes; nothing in `text` can end it or break its line. */
export function stringLiteral(text: string, quote: JavascriptStyle['quote']): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u2028\u2029\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, odd => {
      return `\\u${odd.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  if (quote === '"') return `"${inner}"`;
  const unescaped = inner.replace(/\\"/g, '"');
  // Like a formatter: the other quotes where that saves escapes.
  if (text.includes("'") && !text.includes('"')) return `"${inner}"`;
  return `'${unescaped.replace(/'/g, "\\'")}'`;
}

/**
 * The value as a JavaScript expression, or undefined when it cannot be written as one (instances, Python's own kinds).
 * Holes in records are left out. `margin` is the indentation of the line that it starts on.
 */
export function javascriptSource(value: Value, style: Writing, margin = ''): string | undefined {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? stringLiteral(value.value, style.quote) : String(value.value);
    case 'number':
      return value.text;
    case 'list': {
      const items = value.items.map(item => javascriptSource(item, style, margin + style.indent));
      return items.includes(undefined) ? undefined : bracket('[', items as string[], ']', style, margin);
    }
    case 'record': {
      const members: string[] = [];
      for (const [key, item] of value.entries) {
        if (item.kind === 'hole' || key.kind !== 'literal') continue;
        const source = javascriptSource(item, style, margin + style.indent);
        if (source === undefined) return undefined;
        members.push(`${keySource(String(key.value), style)}: ${source}`);
      }
      return bracket('{', members, '}', style, margin);
    }
    case 'source':
      return value.text;
    case 'hole':
      if (value.text.startsWith('[Object')) return '{}';
      return value.text.startsWith('[Array') ? '[]' : undefined;
    default:
      return undefined;
  }
}

function keySource(key: string, style: Writing): string {
  if (key === '__proto__') return `[${stringLiteral(key, style.quote)}]`;
  return identifier.test(key) ? key : stringLiteral(key, style.quote);
}

function bracket(
  open: string,
  members: readonly string[],
  close: string,
  style: Writing,
  margin: string,
): string {
  if (members.length === 0) return open + close;
  const pad = open === '{' ? ' ' : '';
  const line = `${open}${pad}${members.join(', ')}${pad}${close}`;
  if (margin.length + line.length <= width && !line.includes('\n')) return line;
  const inner = margin + style.indent;
  return `${open}\n${members.map(member => `${inner}${member},\n`).join('')}${margin}${close}`;
}
