import type { Candidate } from '@errata/protocol/proposal';
import { languageOf } from '../../language/languages.ts';
import { outermost, type Target } from './targets.ts';

/** Values that are written in the functions, before or after: what they compare with, an input should come near to. */
export interface Literals {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

const most = 8;
const longestText = 100;

export async function literalsOf(
  candidates: readonly Candidate[],
  functions: readonly Target[],
): Promise<Literals> {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  for (const { path, before, after } of candidates.flatMap(({ changes }) => changes)) {
    const language = await languageOf(path);
    const names = new Set(functions.filter(target => target.path === path).map(({ name }) => name));
    if (language === undefined || names.size === 0) continue;
    for (const text of [before ?? '', after ?? '']) {
      for (const { qualifiedName, node } of outermost(language, text)) {
        if (!names.has(qualifiedName)) continue;
        for (const part of node.walk()) {
          const said = /^string$/.test(part.type) ? language.string(part) : undefined;
          if (said !== undefined && said.length <= longestText) texts.add(said);
          if (/^(integer|float|number)$/.test(part.type)) numbers.add(Number(part.text));
        }
      }
    }
  }
  const finite = [...numbers].filter(Number.isFinite);
  return { numbers: finite.slice(0, most), texts: [...texts].slice(0, most) };
}
