import { type GrammarName, parserFor } from './grammars.ts';
import type { Language, LanguageId } from './language.ts';

const byExtension: Readonly<Record<string, LanguageId>> = {
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  py: 'python',
  pyw: 'python',
};

/** The language that a path's ending stands for, without loading anything. */
export function languageIdOf(path: string): LanguageId | undefined {
  if (path.endsWith('.d.ts')) return undefined;
  const dot = path.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension[path.slice(dot + 1).toLowerCase()];
}

const loaded = new Map<LanguageId, Promise<Language>>();

/** The language of a path by its ending, with its grammar loaded; undefined for languages that are not known. */
export async function languageOf(path: string): Promise<Language | undefined> {
  const id = languageIdOf(path);
  if (!id) return undefined;
  let language = loaded.get(id);
  if (!language) {
    language = load(id);
    loaded.set(id, language);
  }
  return language;
}

async function load(id: LanguageId): Promise<Language> {
  if (id === 'python') {
    const { python } = await import('./python/python.ts');
    return python(await parserFor(id));
  }
  const { javascript } = await import('./javascript/javascript.ts');
  return javascript(id, await parserFor(id satisfies GrammarName));
}
