type Schema = Readonly<Record<string, unknown>>;

/** Whether OpenAI can hold an answer to the letter of a form: every object names all that it has, and all of that is required. */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (typeof schema !== 'object' || schema === null) return true;
  const { properties, required, additionalProperties } = schema as Schema;
  if (properties !== undefined) {
    const all = Object.keys(properties as Schema);
    if (
      additionalProperties !== false ||
      !all.every(name => Array.isArray(required) && required.includes(name))
    )
      return false;
  }
  return Object.values(schema).every(isStrict);
}
