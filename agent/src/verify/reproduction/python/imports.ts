import type { ImportInfo } from '../../../language/language.ts';

/** An import as it is written at the top of a module. */
export function importLine({ kind, source, imported, local }: ImportInfo): string {
  const as = (real: string) => (local === undefined || local === real ? '' : ` as ${local}`);
  return kind === 'named' && imported !== undefined
    ? `from ${source} import ${imported}${as(imported)}`
    : `import ${source}${as(source)}`;
}
