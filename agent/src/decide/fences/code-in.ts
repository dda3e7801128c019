import type { Family } from '../../language/language.ts';

/** A text or a comment. `whole` matches all of it, where its beginning is. */
interface Part {
  readonly kind: 'text' | 'comment';
  readonly beginning: string;
  readonly whole: RegExp;
  /** What is not ended here is not ended later on, up to there: in its line, or in the whole text. */
  readonly within: 'line' | 'text';
}

const texts: readonly Part[] = [
  { kind: 'text', beginning: '"""', whole: /"""[\s\S]*?"""/y, within: 'text' },
  { kind: 'text', beginning: "'''", whole: /'''[\s\S]*?'''/y, within: 'text' },
  { kind: 'text', beginning: '"', whole: /"(?:\\[^\n]|[^"\\\n])*"/y, within: 'line' },
  { kind: 'text', beginning: "'", whole: /'(?:\\[^\n]|[^'\\\n])*'/y, within: 'line' },
];
const slashes: readonly Part[] = [
  { kind: 'comment', beginning: '/*', whole: /\/\*[\s\S]*?\*\//y, within: 'text' },
  { kind: 'comment', beginning: '//', whole: /\/\/[^\n]*/y, within: 'line' },
];
const hashes: readonly Part[] = [{ kind: 'comment', beginning: '#', whole: /#[^\n]*/y, within: 'line' }];
const comments: Readonly<Partial<Record<Family, readonly Part[]>>> = {
  python: hashes,
  ruby: hashes,
  php: [...slashes, ...hashes],
};
/** The name of a module, or code within a text. */
const telling = /^["'][\w@:./-]*["']$|\{/;

/**
 * A source text without its comments and without texts for people. Near enough to count in; no parser. Takes time in proportion
 * to its length, whatever is in it.
 */
export function codeIn(text: string, family: Family): string {
  const parts = [...texts, ...(comments[family] ?? slashes)];
  const openUntil = new Map<Part, number>();
  const next = /["'/#]/g;
  let code = '';
  let done = 0;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const { index } = found;
    const end = endAt(index);
    if (end === undefined) continue;
    const { part, to } = end;
    const taken = text.slice(index, to);
    code += `${text.slice(done, index)}${part.kind === 'text' && telling.test(taken) ? taken : ' '}`;
    done = to;
    next.lastIndex = to;
  }
  return code + text.slice(done);

  function endAt(index: number): { part: Part; to: number } | undefined {
    for (const part of parts) {
      if (!text.startsWith(part.beginning, index) || index < (openUntil.get(part) ?? 0)) continue;
      part.whole.lastIndex = index;
      if (part.whole.test(text)) return { part, to: part.whole.lastIndex };
      const lineEnd = part.within === 'line' ? text.indexOf('\n', index) : -1;
      openUntil.set(part, lineEnd < 0 ? text.length : lineEnd);
    }
    return undefined;
  }
}
