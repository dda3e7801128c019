import type { Description } from './described/description.ts';
import { parserFor } from './grammars.ts';
import type { Family, Language, LanguageId } from './language.ts';

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
  java: 'java',
  go: 'go',
  rs: 'rust',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  ru: 'ruby',
  php: 'php',
  phtml: 'php',
  cs: 'csharp',
};

const descriptions: Readonly<Record<Exclude<Family, 'javascript' | 'python'>, () => Promise<Description>>> = {
  java: async () => (await import('./java/java.ts')).java,
  go: async () => (await import('./go/go.ts')).go,
  rust: async () => (await import('./rust/rust.ts')).rust,
  ruby: async () => (await import('./ruby/ruby.ts')).ruby,
  php: async () => (await import('./php/php.ts')).php,
  csharp: async () => (await import('./csharp/csharp.ts')).csharp,
};

/** The language that a path's ending stands for, without loading anything. */
export function languageIdOf(path: string): LanguageId | undefined {
  if (path.endsWith('.d.ts')) return undefined;
  const dot = path.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension[path.slice(dot + 1).toLowerCase()];
}

/** The family of the language that a path's ending stands for, without loading anything. */
export function familyOf(path: string): Family | undefined {
  const id = languageIdOf(path);
  return id === 'typescript' || id === 'tsx' ? 'javascript' : id;
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
  const parse = await parserFor(id);
  switch (id) {
    case 'python':
      return (await import('./python/python.ts')).python(parse);
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return (await import('./javascript/javascript.ts')).javascript(id, parse);
    default: {
      const { described } = await import('./described/described.ts');
      return described(await descriptions[id](), parse);
    }
  }
}
