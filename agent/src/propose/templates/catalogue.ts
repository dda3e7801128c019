import type { Language } from '../../language/language.ts';
import type { AnyTemplate } from '../template.ts';

/** All templates of a language family, loaded when they are first needed; none for one that is only read. */
export async function templatesFor(family: Language['family']): Promise<readonly AnyTemplate[]> {
  if (!repaired.has(family)) return [];
  const { goTemplates, javaTemplates, javascriptTemplates, pythonTemplates } = await import('./families.ts');
  switch (family) {
    case 'go':
      return goTemplates;
    case 'java':
      return javaTemplates;
    case 'javascript':
      return javascriptTemplates;
    default:
      return pythonTemplates;
  }
}

const repaired: ReadonlySet<Language['family']> = new Set(['go', 'java', 'javascript', 'python']);
