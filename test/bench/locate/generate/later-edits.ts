import { unmarked } from './marked-text.ts';
import type { Random } from './random.ts';
import type { LanguageName } from './toolchain.ts';

/** What is done to a file after the release, or in an editor. Lines keep their marks. */
export interface LaterEdit {
  readonly message: string;
  readonly text: string;
}

const comment: Readonly<Record<LanguageName, string>> = {
  javascript: '//',
  go: '//',
  python: '#',
  ruby: '#',
};

/** One change of form or place: what the code does is not meant to stay the same, where it is counts. */
export function laterEdit(text: string, language: LanguageName, random: Random): LaterEdit {
  const kinds = [insertLines, insertLines, wrapCalls, indentAnew, moveBlock, changeQuotes];
  const kind = random.pick(kinds) ?? insertLines;
  const edited = kind(text, language, random);
  return edited.text === text ? insertLines(text, language, random) : edited;
}

function insertLines(text: string, language: LanguageName, random: Random): LaterEdit {
  const lines = text.split('\n');
  const at = random.between(0, Math.max(0, lines.length - 1));
  const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
  const added = Array.from(
    { length: random.between(1, 12) },
    (_, each) => `${indent}${comment[language]} note ${each + 1}: see the handbook`,
  );
  return { message: 'Add notes', text: lines.toSpliced(at, 0, ...added).join('\n') };
}

/** Breaks long calls after their opening parenthesis, as formatters do. Marks stay where the call begins. */
function wrapCalls(text: string): LaterEdit {
  const wrapped = text.split('\n').map(line => {
    const plain = unmarked(line);
    const found = /^(\s*)([^'"#/`]{20,}[\w$]\()([^'"#/`()]{15,})(\)[;,]?\S?)$/.exec(plain);
    if (found === null) return line;
    const [, indent = '', head = '', inner = '', tail = ''] = found;
    return `${indent}${head}${line.slice(plain.length)}\n${indent}    ${inner}\n${indent}${tail}`;
  });
  return { message: 'Wrap long lines', text: wrapped.join('\n') };
}

function indentAnew(text: string, language: LanguageName): LaterEdit {
  return { message: 'Indent anew', text: reindented(text, language) };
}

/** Twice the indentation, or tabs for Python; each line stays a line. */
export function reindented(text: string, language: LanguageName): string {
  const wider = (indent: string) =>
    language === 'python' ? indent.replace(/ {4}/g, '  ') : `${indent}${indent}`;
  return text
    .split('\n')
    .map(line => line.replace(/^[ \t]+/, wider))
    .join('\n');
}

/** Takes a function of the outermost level, with what is in it, to the end of the file. */
function moveBlock(text: string, language: LanguageName, random: Random): LaterEdit {
  const lines = text.split('\n');
  const opens = /^(?:async )?(?:def|function|func|class) /;
  const starts = lines.flatMap((line, at) => (opens.test(line) ? [at] : []));
  const start = random.pick(starts.slice(0, -1));
  if (start === undefined) return { message: '', text };
  const closes = language === 'python' ? /^\S/ : /^\}/;
  let end = start + 1;
  while (end < lines.length && !closes.test(lines[end] ?? '')) end++;
  const last = language === 'python' ? end : end + 1;
  const block = lines.slice(start, last);
  const rest = lines.toSpliced(start, block.length);
  return { message: 'Order functions anew', text: [...rest, ...block, ''].join('\n') };
}

function changeQuotes(text: string, language: LanguageName): LaterEdit {
  if (language === 'go') return { message: '', text };
  const changed = text
    .split('\n')
    .map(line => (/["\\`]/.test(line) ? line : line.replace(/(?<!\w)'([^']*)'/g, '"$1"')));
  return { message: 'Use double quotes', text: changed.join('\n') };
}
