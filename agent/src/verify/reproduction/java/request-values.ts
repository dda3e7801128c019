import type { FunctionInfo, ParameterInfo } from '../../../language/language.ts';
import type { ReplayRequest } from '../replay-request.ts';
import type { JavaValue } from './values.ts';

/** Annotations of Spring and of JAX-RS, by the part of the request that a parameter is given. */
const parts = {
  RequestParam: 'query',
  QueryParam: 'query',
  PathVariable: 'path',
  PathParam: 'path',
  RequestHeader: 'header',
  HeaderParam: 'header',
  RequestBody: 'body',
} as const;

const annotated = new RegExp(`@(${Object.keys(parts).join('|')})\\b(?:\\s*\\(([^)]{0,400})\\))?`);
const route = /@(?:(?:Get|Post|Put|Delete|Patch|Request)Mapping|Path)\s*\(([^)]{0,400})\)/;
const numbers: Readonly<Record<string, string>> = {
  int: '',
  Integer: '',
  long: 'L',
  Long: 'L',
  double: 'd',
  Double: 'd',
};

/**
 * What a parameter of a controller is given out of the request that the client sent; undefined where its annotation does
 * not say, or its type is none that is written in a request.
 */
export function requestValue(
  parameter: ParameterInfo,
  method: FunctionInfo,
  request: ReplayRequest | undefined,
): JavaValue | undefined {
  const [, annotation, given = ''] = annotated.exec(parameter.node.text) ?? [];
  if (request === undefined || annotation === undefined) return undefined;
  const part = parts[annotation as keyof typeof parts];
  const name = textIn(given) ?? parameter.name;
  const { query, segments } = partsOf(request);
  switch (part) {
    case 'query':
      return written(query.get(name) ?? defaultIn(given), parameter.type);
    case 'path':
      return written(inRoute(method, segments).get(name), parameter.type);
    case 'header': {
      const sent = request.headers.find(([header]) => header === name.toLowerCase());
      return sent && written(sent[1], parameter.type);
    }
    case 'body': {
      const { body } = request;
      const isText = parameter.type === 'String' && body !== undefined;
      return isText ? written(typeof body === 'string' ? body : JSON.stringify(body), 'String') : undefined;
    }
  }
}

function partsOf({ path }: ReplayRequest): { query: URLSearchParams; segments: string[] } {
  const url = new URL(path, 'http://localhost');
  return { query: url.searchParams, segments: url.pathname.split('/').filter(Boolean) };
}

/** Values of a route's variables. What stands before the method's own part, a class or a server may have added. */
function inRoute({ node }: FunctionInfo, segments: readonly string[]): Map<string, string> {
  const written = textIn(route.exec(node.childOfType('modifiers')?.text ?? '')?.[1] ?? '') ?? '';
  const pattern = written.split('/').filter(Boolean);
  const values = new Map<string, string>();
  for (const [at, wanted] of pattern.entries()) {
    const segment = segments[segments.length - pattern.length + at];
    const variable = /^\{(\w{1,100})(?::.{0,200})?\}$/.exec(wanted)?.[1];
    if (segment === undefined || (variable === undefined && segment !== wanted)) return new Map();
    if (variable !== undefined) values.set(variable, decoded(segment));
  }
  return values;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The name that an annotation gives: its only text, or that of `value`, `name` or `path`. */
function textIn(given: string): string | undefined {
  return /(?:^|\b(?:value|name|path)\s*=)\s*\{?\s*"([^"]{0,200})"/.exec(given.trim())?.[1];
}

function defaultIn(given: string): string | undefined {
  return /\bdefaultValue\s*=\s*"([^"]{0,200})"/.exec(given)?.[1];
}

/** A text of the request in the type that the framework turns it into; what was not sent is null. */
function written(text: string | undefined, type = ''): JavaValue | undefined {
  const made = (code: string): JavaValue => ({ text: code, imports: [] });
  if (text === undefined) return /^[A-Z]/.test(type) ? made('null') : undefined;
  if (/^(?:String|CharSequence|Object)$/.test(type)) return made(JSON.stringify(text.toWellFormed()));
  if (/^[bB]oolean$/.test(type)) return /^(?:true|false)$/.test(text) ? made(text) : undefined;
  const ending = numbers[type];
  if (ending === undefined || !/^-?\d{1,18}(?:\.\d{1,18})?$/.test(text)) return undefined;
  return ending !== 'd' && text.includes('.') ? undefined : made(`${text}${ending}`);
}
