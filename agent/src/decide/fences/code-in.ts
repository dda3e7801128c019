import type { Family } from '../../language/language.ts';

const literals = String.raw`"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const slashes = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`;
const hashes = String.raw`#[^\n]*`;
const comments: Readonly<Partial<Record<Family, string>>> = {
  python: hashes,
  ruby: hashes,
  php: `${slashes}|${hashes}`,
};
/** The name of a module, or code within a text. */
const telling = /^["'][\w@:./-]*["']$|\{/;

/** A source text without its comments and without texts for people. Near enough to count in; no parser. */
export function codeIn(text: string, family: Family): string {
  const parts = new RegExp(`(${literals})|${comments[family] ?? slashes}`, 'g');
  return text.replace(parts, (_, literal: string | undefined) =>
    literal !== undefined && telling.test(literal) ? literal : ' ',
  );
}
