import { centerRoutes } from '@errata/protocol/center-routes';
import { problemSchema } from '@errata/protocol/problem';
import type { Route } from '@errata/protocol/routes/route';
import { z } from 'zod';
import { otherPaths } from './other-paths.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The whole HTTP contract as an OpenAPI 3.1 document, made of the schemas that the server parses with. */
export function openApiDocument(url: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [name, route] of Object.entries<Route>(centerRoutes)) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Errata log center',
      version: '1',
      description:
        'The system of record for production errors. Any Sentry SDK may send to it. Everything below `/api/v1` wants a ' +
        'token (`Authorization: Bearer …`) with the scope that is named; errors are RFC 9457 problem documents whose ' +
        '`reason` is to be branched on.',
    },
    servers: [{ url }],
    paths: { ...paths, ...otherPaths },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        key: { type: 'apiKey', in: 'query', name: 'sentry_key' },
      },
      responses: { problem: { description: 'Refused', content: jsonOf(problemSchema, 'problem+json') } },
    },
  };
}

function operation(name: string, route: Route): Schema {
  const sentBody = hasForm(route.body);
  return {
    operationId: name,
    tags: [route.path.split('/')[1] ?? ''],
    // The page shows it as it is, without markup.
    summary: route.summary.replaceAll('`', ''),
    description: `Scope: \`${route.scope}\``,
    security: [{ token: [] }],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(sentBody && { requestBody: { required: true, content: jsonOf(route.body, 'json', 'input') } }),
    responses: {
      [route.status ?? 200]: { description: 'Done', content: jsonOf(route.answer, 'json') },
      default: { $ref: '#/components/responses/problem' },
    },
  };
}

function hasForm(schema: z.ZodType): boolean {
  return !(schema instanceof z.ZodUnknown);
}

function pathParameters(path: string): Schema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): Schema[] {
  if (!hasForm(query)) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    ...(typeof schema['description'] === 'string' && { description: schema['description'] }),
  }));
}

function jsonOf(schema: z.ZodType, type: 'json' | 'problem+json', io: 'input' | 'output' = 'output'): Schema {
  return { [`application/${type}`]: { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: plain });
  return rest;
}

/** Without what zod writes of every number and time, which hides what there is to say and makes odd examples. */
function plain({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}
