import type { Language } from '../../language/language.ts';
import type { AnyTemplate } from '../template.ts';

/** All templates of a language family, loaded when they are first needed; none for one that is only read. */
export async function templatesFor(family: Language['family']): Promise<readonly AnyTemplate[]> {
  if (family !== 'python' && family !== 'javascript') return [];
  const { pythonTemplates, javascriptTemplates } = await import('./families.ts');
  return family === 'python' ? pythonTemplates : javascriptTemplates;
}
