import type { SourceFile } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { indentOf, layoutOf, quoted } from './layout.ts';
import { insertAt, replace, type TextEdit } from './patch.ts';

/** Puts `key: value` into an object or dict literal, after the key that precedes it in `order`, laid out as its neighbours. */
export function insertEntry(
  record: SyntaxNode,
  key: string,
  value: string,
  order: readonly string[],
  file: SourceFile,
): TextEdit | undefined {
  const entries = file.language.record(record)?.entries ?? [];
  const written = entryText(record, key, value, file);
  const open = record.type === 'call' ? record.child('arguments') : record;
  if (!open) return undefined;
  const first = entries[0];
  if (!first) {
    if (open.parts.length > 0) return undefined;
    const spaced = file.language.family === 'javascript' ? ` ${written} ` : written;
    return { start: open.start + 1, end: open.end - 1, text: spaced };
  }
  const before = order.slice(0, Math.max(0, order.indexOf(key)));
  const known = entries.map(entry => entry.key);
  const previous = [...before].reverse().find(name => known.includes(name));
  const leads = order.includes(key) && previous === undefined && order.some(name => known.includes(name));
  if (leads) return insertAt(first.node.start, written + separator(first.node, file));
  const anchor =
    (previous === undefined ? entries.at(-1) : entries.find(entry => entry.key === previous)) ?? first;
  return insertAt(anchor.node.end, separator(first.node, file) + written);
}

/** Between two entries: a comma, and a new line where the entries stand on lines of their own. */
function separator(entry: SyntaxNode, file: SourceFile): string {
  const range = entry.tree.lineRange(entry.line);
  const alone = range !== undefined && entry.tree.text.slice(range.start, entry.start).trim() === '';
  return alone ? `,${layoutOf(file).newline}${indentOf(entry)}` : ', ';
}

function entryText(record: SyntaxNode, key: string, value: string, file: SourceFile): string {
  if (record.type === 'call') return `${key}=${value}`;
  if (file.language.family === 'python') return `${quotedLike(record, key, file)}: ${value}`;
  const plain = /^[A-Za-z_$][\w$]*$/.test(key);
  if (plain && key === value) return key;
  return `${plain ? key : quoted(key, file)}: ${value}`;
}

function quotedLike(record: SyntaxNode, key: string, file: SourceFile): string {
  const written = file.language.record(record)?.entries.find(entry => /^['"]/.test(entry.keyNode.text))
    ?.keyNode.text;
  const mark = written?.[0];
  return mark ? mark + key + mark : quoted(key, file);
}

/** Gives an entry another key. */
export function renameEntry(
  record: SyntaxNode,
  from: string,
  to: string,
  file: SourceFile,
): TextEdit | undefined {
  const entry = file.language.record(record)?.entries.find(known => known.key === from);
  if (!entry) return undefined;
  const { keyNode } = entry;
  if (keyNode.type === 'shorthand_property_identifier') return replace(keyNode, `${to}: ${from}`);
  const mark = /^['"]/.exec(keyNode.text)?.[0] ?? '';
  return replace(keyNode, mark + to + mark);
}

/** Reads another property or key in a member or subscript expression. */
export function renameRead(access: SyntaxNode, to: string, file: SourceFile): TextEdit | undefined {
  const member = file.language.member(access);
  if (member) return replace(member.property, to);
  const index = file.language.subscript(access)?.index;
  const mark = index ? /^['"]/.exec(index.text)?.[0] : undefined;
  return index && mark ? replace(index, mark + to + mark) : undefined;
}
