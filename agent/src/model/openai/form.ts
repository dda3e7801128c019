import { systemInJson } from '../json-answer.ts';
import type { ModelRequest } from '../model.ts';
import type { Dialect } from './dialect.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The form that an answer is to have, as OpenAI's protocols name it. */
interface Format {
  readonly name: string;
  readonly schema: Record<string, unknown>;
  readonly strict: boolean;
}

/** How a server is told the form: by itself, in the system text, or both. */
export function formOf(
  request: ModelRequest,
  dialect: Dialect,
): { readonly system: string; readonly format: Format | undefined } {
  const form = dialect.takes('schema') ? request.schema : undefined;
  // A server may take a form and not follow it: only OpenAI's own is not told it in words as well.
  const system = form && dialect.isOwn ? request.system : systemInJson(request);
  if (form === undefined) return { system, format: undefined };
  const { name, schema } = form;
  return { system, format: { name, schema: { ...schema }, strict: isStrict(schema) } };
}

/** Whether OpenAI can hold an answer to the letter of a form: every object names all that it has, and all of that is required. */
function isStrict(schema: unknown): boolean {
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
