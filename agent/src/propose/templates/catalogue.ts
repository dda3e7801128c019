import type { Language } from '../../language/language.ts';
import type { AnyTemplate } from '../template.ts';

/** All templates of a language family, loaded when they are first needed. */
export async function templatesFor(family: Language['family']): Promise<AnyTemplate[]> {
  const modules = family === 'python' ? await python() : await javascript();
  return modules.flat();
}

async function javascript(): Promise<AnyTemplate[][]> {
  const [property, field, returns, nothing, lookup, boundary, awaits, bounds, empty, names, guards] =
    await Promise.all([
      import('./javascript/missing-property.ts'),
      import('./javascript/missing-field.ts'),
      import('./javascript/missing-return.ts'),
      import('./javascript/nothing.ts'),
      import('./javascript/lookup.ts'),
      import('./javascript/boundary.ts'),
      import('./javascript/await.ts'),
      import('./javascript/bounds.ts'),
      import('./javascript/empty-input.ts'),
      import('./javascript/names.ts'),
      import('./javascript/guards.ts'),
    ]);
  return [
    property.missingProperty,
    field.missingField,
    returns.missingReturn,
    nothing.nothing,
    lookup.lookup,
    boundary.boundary,
    awaits.awaiting,
    bounds.bounds,
    empty.emptyInput,
    names.names,
    guards.guards,
  ];
}

async function python(): Promise<AnyTemplate[][]> {
  const [
    property,
    field,
    returns,
    nothing,
    lookup,
    boundary,
    awaits,
    bounds,
    empty,
    keys,
    names,
    conversion,
    guards,
  ] = await Promise.all([
    import('./python/missing-property.ts'),
    import('./python/missing-field.ts'),
    import('./python/missing-return.ts'),
    import('./python/nothing.ts'),
    import('./python/lookup.ts'),
    import('./python/boundary.ts'),
    import('./python/await.ts'),
    import('./python/bounds.ts'),
    import('./python/empty-input.ts'),
    import('./python/unknown-key.ts'),
    import('./python/names.ts'),
    import('./python/conversion.ts'),
    import('./python/guards.ts'),
  ]);
  return [
    property.missingProperty,
    field.missingField,
    returns.missingReturn,
    nothing.nothing,
    lookup.lookup,
    boundary.boundary,
    awaits.awaiting,
    bounds.bounds,
    empty.emptyInput,
    keys.unknownKey,
    names.names,
    conversion.conversion,
    guards.guards,
  ];
}
