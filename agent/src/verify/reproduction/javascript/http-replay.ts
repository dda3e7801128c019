import { capturedValue } from '../captured.ts';
import { redact } from '../redact.ts';
import type { ReplayRequest } from '../replay-request.ts';
import type { Made } from './borrowed.ts';
import type { HttpApp } from './http-app.ts';
import { javascriptSource, stringLiteral } from './source.ts';
import type { JavascriptStyle } from './style.ts';
import type { Binding, TestBody } from './test-file.ts';

/** Writes the body of a test that sends the request to the app and wants an answer below 500. */
export function httpReplay(
  app: HttpApp,
  request: ReplayRequest,
  style: JavascriptStyle,
  supertest: boolean,
  borrowed: Made | undefined,
): TestBody | undefined {
  const options = requestOptions(request, style);
  if (options === undefined) return undefined;
  const call = borrowed?.expression ?? `${app.name}()`;
  const made = app.shape === 'factory' ? `${app.async ? 'await ' : ''}${call}` : app.name;
  const plain: Binding = { module: { path: app.file }, name: app.name, kind: app.exported };
  const own = borrowed?.bindings ?? [plain];
  const before = borrowed?.lines ?? [];
  const [path = ''] = request.path.split('?');
  const base = {
    subject: `${request.method} ${path}`,
    title: 'does not fail with a server error',
    async: true,
  };
  if (app.framework === 'fastify') {
    return { ...base, bindings: own, lines: [...before, ...injected(made, request, options, style)] };
  }
  if (supertest && app.framework !== 'hono') {
    const agent: Binding = { module: { package: 'supertest' }, name: 'request', kind: 'default' };
    return {
      ...base,
      bindings: [agent, ...own],
      lines: [...before, ...withSupertest(app, made, request, options, style)],
    };
  }
  if (app.framework === 'hono')
    return { ...base, bindings: own, lines: [...before, ...requested(made, request, options, style)] };
  const once: Binding = { module: { package: 'node:events' }, name: 'once', kind: 'named' };
  const address: Binding = { module: { package: 'node:net' }, name: 'AddressInfo', kind: 'type' };
  return {
    ...base,
    bindings: [once, address, ...own],
    lines: [...before, ...fetched(made, request, options, style)],
  };
}

interface RequestOptions {
  readonly headers: string | undefined;
  /** As an expression for the body, already serialised. */
  readonly sent: string | undefined;
  /** As an expression for the value that is the body. */
  readonly value: string | undefined;
}

function requestOptions(request: ReplayRequest, style: JavascriptStyle): RequestOptions | undefined {
  const quote = (text: string) => stringLiteral(text, style.quote);
  const inner = style.indent.repeat(3);
  const type = request.headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const headers = request.headers.map(
    ([name, value]) => `${/^[a-z]+$/.test(name) ? name : quote(name)}: ${quote(value)}`,
  );
  const list = headers.length === 0 ? undefined : `{ ${headers.join(', ')} }`;
  if (request.body === undefined || request.method === 'GET' || request.method === 'HEAD') {
    return { headers: list, sent: undefined, value: undefined };
  }
  const value = javascriptSource(redact(capturedValue(request.body)), style, inner);
  if (value === undefined) return undefined;
  if (typeof request.body === 'string') return { headers: list, sent: value, value };
  const sent = type.includes('x-www-form-urlencoded')
    ? `new URLSearchParams(${value})`
    : `JSON.stringify(${value})`;
  const withType = list ?? `{ ${quote('content-type')}: ${quote('application/json')} }`;
  return {
    headers: withType,
    sent,
    value: type.includes('x-www-form-urlencoded') ? `${sent}.toString()` : value,
  };
}

/** `name: value,` lines of an options object; several lines of a value are indented already. */
function members(pairs: readonly (readonly [string, string | undefined])[], indent: string): string[] {
  return pairs.flatMap(([name, value]) =>
    value === undefined ? [] : `${indent}${name}: ${value},`.split('\n'),
  );
}

function belowServerError(status: string, message: string, style: JavascriptStyle): string {
  if (style.assertions === 'assert') return `assert.ok(${status} < 500, ${message});`;
  return style.assertions === 'chai'
    ? `expect(${status}, ${message}).to.be.below(500);`
    : `expect(${status}).toBeLessThan(500);`;
}

function fetched(
  made: string,
  request: ReplayRequest,
  options: RequestOptions,
  style: JavascriptStyle,
): string[] {
  const { indent } = style;
  const port = style.typed ? 'server.address() as AddressInfo' : 'server.address()';
  const pairs = [
    ['method', request.method === 'GET' ? undefined : stringLiteral(request.method, style.quote)],
    ['headers', options.headers],
    ['body', options.sent],
  ] as const;
  const given = members(pairs, indent + indent);
  const target = `\`http://127.0.0.1:\${port}${request.path.replace(/[\\`]|\$\{/g, '\\$&')}\``;
  return [
    `const server = ${made.startsWith('await') ? `(${made})` : made}.listen(0);`,
    `await once(server, ${stringLiteral('listening', style.quote)});`,
    'try {',
    `${indent}const { port } = ${port};`,
    ...(given.length === 0
      ? [`${indent}const response = await fetch(${target});`]
      : [`${indent}const response = await fetch(${target}, {`, ...given, `${indent}});`]),
    `${indent}${belowServerError('response.status', 'await response.text()', style)}`,
    '} finally {',
    `${indent}server.close();`,
    '}',
  ];
}

function injected(
  made: string,
  request: ReplayRequest,
  options: RequestOptions,
  style: JavascriptStyle,
): string[] {
  const pairs = [
    ['method', stringLiteral(request.method, style.quote)],
    ['url', stringLiteral(request.path, style.quote)],
    ['headers', options.headers],
    ['payload', options.value],
  ] as const;
  const shared = /^\w+$/.test(made);
  return [
    ...(shared ? [] : [`const app = ${made};`]),
    `const response = await ${shared ? made : 'app'}.inject({`,
    ...members(pairs, style.indent),
    '});',
    belowServerError('response.statusCode', 'response.body', style),
    ...(shared ? [] : ['await app.close();']),
  ];
}

function requested(
  made: string,
  request: ReplayRequest,
  options: RequestOptions,
  style: JavascriptStyle,
): string[] {
  const pairs = [
    ['method', stringLiteral(request.method, style.quote)],
    ['headers', options.headers],
    ['body', options.sent],
  ] as const;
  return [
    `const response = await ${made.startsWith('await') ? `(${made})` : made}.request(${stringLiteral(request.path, style.quote)}, {`,
    ...members(pairs, style.indent),
    '});',
    belowServerError('response.status', 'await response.text()', style),
  ];
}

function withSupertest(
  app: HttpApp,
  made: string,
  request: ReplayRequest,
  options: RequestOptions,
  style: JavascriptStyle,
): string[] {
  const handler =
    app.framework === 'koa' ? `${made.startsWith('await') ? `(${made})` : made}.callback()` : made;
  const calls = [`.${request.method.toLowerCase()}(${stringLiteral(request.path, style.quote)})`];
  if (options.headers !== undefined) calls.push(`.set(${options.headers})`);
  if (options.value !== undefined) calls.push(`.send(${options.value})`);
  return [
    `const response = await request(${handler})`,
    ...calls.flatMap((call, index) =>
      `${style.indent}${call}${index === calls.length - 1 ? ';' : ''}`.split('\n'),
    ),
    belowServerError('response.status', 'response.text', style),
  ];
}
