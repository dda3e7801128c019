import type { Language } from '../../language/language.ts';
import type { AnyTemplate } from '../template.ts';

/** All templates of a language family, loaded when they are first needed. */
export async function templatesFor(family: Language['family']): Promise<readonly AnyTemplate[]> {
  const { pythonTemplates, javascriptTemplates } = await import('./families.ts');
  return family === 'python' ? pythonTemplates : javascriptTemplates;
}
