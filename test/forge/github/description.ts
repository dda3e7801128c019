import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const referenceSchema = z.object({ $ref: z.string() });
const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const contentSchema = z.record(z.string(), z.object({ schema: z.unknown(), examples: z.unknown() }));
const operationSchema = z.object({
  operationId: z.string(),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: contentSchema }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
type Operation = z.infer<typeof operationSchema>;

/** An operation of GitHub's API that a request is for. */
interface Found {
  readonly operation: Operation;
  readonly pointer: string;
  readonly values: ReadonlyMap<string, string>;
}

/** GitHub's official description of its API. It is large: it is read once in a process, and only what is used of it compiles. */
export class Description {
  static #loaded: Description | undefined;
  readonly #root: { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly #ajv: Ajv;
  readonly #paths: readonly { readonly path: string; readonly parts: readonly string[] }[];
  readonly #compiled = new Map<string, ValidateFunction>();

  private constructor() {
    const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
    this.#root = JSON.parse(readFileSync(file, 'utf8'));
    sayNull(this.#root);
    this.#ajv = new Ajv({
      strict: false,
      validateSchema: false,
      validateFormats: true,
      allErrors: false,
      logger: false,
    });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#root, 'github');
    const fixed = (parts: readonly string[]) => parts.filter(part => !part.startsWith('{')).length;
    this.#paths = Object.keys(this.#root.paths)
      .map(path => ({ path, parts: path.split('/') }))
      .sort((a, b) => fixed(b.parts) - fixed(a.parts));
  }

  static get(): Description {
    Description.#loaded ??= new Description();
    return Description.#loaded;
  }

  /** What is wrong with a request, if anything is. */
  fault(method: string, path: string, query: URLSearchParams, body: string): string | undefined {
    const found = this.#find(method, path);
    if (!found) return `${method} ${path}: GitHub has no such operation`;
    const said = this.#wrongParameter(found, query) ?? this.#wrongBody(found, body);
    return said && `${method} ${path} (${found.operation.operationId}): ${said}`;
  }

  /** What is wrong with an answer to it, if anything is. */
  answerFault(method: string, path: string, status: number, body: unknown): string | undefined {
    const found = this.#find(method, path);
    const response = found && this.#resolved(found.operation.responses[String(status)]);
    if (!found || response === undefined) return undefined;
    const { content } = z.object({ content: contentSchema.optional() }).parse(response.value);
    if (!content?.['application/json']) return undefined;
    const where = response.pointer ?? `${found.pointer}/responses/${status}`;
    const sent: unknown = JSON.parse(JSON.stringify(body, withoutForgotten));
    const said = this.#invalid(`${where}/content/application~1json/schema`, sent);
    return said && `${method} ${path} answers ${status}: ${said}`;
  }

  /** An official example, to be filled. */
  example(name: string): Record<string, unknown> {
    const { value } = this.#at(`#/components/examples/${name}`) as { value: Record<string, unknown> };
    return structuredClone(value);
  }

  #find(method: string, path: string): Found | undefined {
    const parts = path.split('/');
    for (const { path: template, parts: wanted } of this.#paths) {
      const operation = this.#root.paths[template]?.[method.toLowerCase()];
      const values = operation !== undefined && matched(wanted, parts);
      if (!values) continue;
      const pointer = `#/paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}`;
      return { operation: operationSchema.parse(operation), pointer, values };
    }
    return undefined;
  }

  #wrongParameter({ operation, pointer, values }: Found, query: URLSearchParams): string | undefined {
    const known = operation.parameters.map((given, index) => {
      const { value, pointer: where = `${pointer}/parameters/${index}` } = this.#resolved(given);
      return { ...parameterSchema.parse(value), where };
    });
    for (const name of query.keys()) {
      if (!known.some(parameter => parameter.in === 'query' && parameter.name === name))
        return `no parameter ${name}`;
    }
    for (const { name, in: place, required, where, schema } of known) {
      const text =
        place === 'path' ? values.get(name) : place === 'query' ? (query.get(name) ?? undefined) : undefined;
      if (text === undefined && required && place === 'query') return `parameter ${name} is missing`;
      const said = text !== undefined && this.#invalid(`${where}/schema`, typed(text, schema));
      if (said) return `parameter ${name} ${said}`;
    }
    return undefined;
  }

  #wrongBody({ operation, pointer }: Found, text: string): string | undefined {
    const { requestBody } = operation;
    if (text === '') return requestBody?.required ? 'a body is missing' : undefined;
    const type = requestBody && Object.keys(requestBody.content)[0];
    if (!type) return 'takes no body';
    const schema = `${pointer}/requestBody/content/${type.replaceAll('/', '~1')}/schema`;
    const body: unknown = JSON.parse(text);
    return this.#invalid(schema, body) ?? unknownField(requestBody.content[type]?.schema, body);
  }

  #invalid(pointer: string, value: unknown): string | undefined {
    const validate =
      this.#compiled.get(pointer) ??
      this.#ajv.compile({ $ref: `github${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}` });
    this.#compiled.set(pointer, validate);
    return validate(value) ? undefined : this.#ajv.errorsText(validate.errors, { dataVar: 'it' });
  }

  #resolved(given: unknown): { value: unknown; pointer: string | undefined } {
    const reference = referenceSchema.safeParse(given).data?.$ref;
    return reference === undefined
      ? { value: given, pointer: undefined }
      : { value: this.#at(reference), pointer: reference };
  }

  #at(pointer: string): unknown {
    let at: unknown = this.#root;
    for (const part of pointer.slice(2).split('/')) {
      at = (at as Record<string, unknown>)[part.replaceAll('~1', '/')];
    }
    return at;
  }
}

/** Lines of an older version are null, which the description has forgotten. */
function withoutForgotten(name: string, value: unknown): unknown {
  return value === null && (name === 'line' || name === 'position') ? undefined : value;
}

/** OpenAPI 3.0 says `nullable` where JSON Schema, which validates here, has null among the types or values. */
function sayNull(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const inner of Object.values(node)) sayNull(inner);
  if (!('nullable' in node) || node.nullable !== true) return;
  if ('enum' in node && Array.isArray(node.enum)) node.enum.push(null);
  if ('type' in node) return;
  const { nullable: _, ...rest } = node;
  for (const name of Object.keys(node)) Reflect.deleteProperty(node, name);
  Object.assign(node, { anyOf: [rest, { type: 'null' }] });
}

/** A `ref` is the only parameter that may hold a slash, and stands at the end or alone before what follows. */
function matched(template: readonly string[], parts: readonly string[]): Map<string, string> | undefined {
  const values = new Map<string, string>();
  const last = template.length - 1;
  if (parts.length !== template.length && !(template[last] === '{ref}' && parts.length > last))
    return undefined;
  for (const [index, wanted] of template.entries()) {
    const part = index === last ? parts.slice(index).join('/') : parts[index];
    if (wanted.startsWith('{') && part) values.set(wanted.slice(1, -1), decodeURIComponent(part));
    else if (wanted !== part) return undefined;
  }
  return values;
}

/** Paths and queries know texts alone; a schema may want another type. */
function typed(text: string, schema: unknown): unknown {
  const type = z.object({ type: z.string() }).safeParse(schema).data?.type;
  if (type === 'integer' || type === 'number') return text === '' ? text : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** The description allows fields that it does not name; a client that sends one has a mistake all the same. */
function unknownField(schema: unknown, body: unknown): string | undefined {
  const known = z.object({ properties: z.record(z.string(), z.unknown()) }).safeParse(schema)
    .data?.properties;
  if (!known || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const name = Object.keys(body).find(field => !(field in known));
  return name && `no field ${name}`;
}
