import type { VerifyContext } from '../../context.ts';
import { foldersAbove, inFolder } from '../../project.ts';
import type { Borrowed } from '../borrow.ts';
import { capturedValue } from '../captured.ts';
import { redact } from '../redact.ts';
import type { ReplayRequest } from '../replay-request.ts';
import { pythonSource, pythonString } from './source.ts';
import type { PythonStyle } from './style.ts';
import type { PythonTest } from './test-file.ts';
import type { WebApp } from './web-app.ts';

/** How the test comes by the app. */
export interface AppSource {
  /** The dotted name of the app's module. */
  readonly module: string;
  /** A call of the factory that an existing test makes, with the import lines that it needs. */
  readonly borrowed?: { readonly made: Borrowed; readonly imports: readonly string[] };
  /** The project's own `client` fixture is asked for. */
  readonly fixture: boolean;
}

/**
 * Writes a test that sends the request through the app's own client for tests and wants an answer below 500; undefined
 * when the body cannot be written. Such clients raise what the app raises.
 */
export function webReplay(
  app: WebApp,
  request: ReplayRequest,
  source: AppSource,
  style: PythonStyle,
): PythonTest | undefined {
  const options = optionsOf(app, request, style);
  if (options === undefined) return undefined;
  const [path = '', query] = request.path.split('?', 2);
  const target = pythonString(query ? `${path}?${query}` : path, style.quote);
  const { imports, lines, client, fixtures } = clientOf(app, source, style);
  const call = `${client}.${request.method.toLowerCase()}(`;
  const whole = `${call}${[target, ...options].join(', ')})`;
  const long = whole.length > 70 || whole.includes('\n');
  const given = [target, ...options].flatMap(option => `${style.indent}${option},`.split('\n'));
  const sent = long ? [call, ...given, ')'] : [whole];
  const [first = '', ...rest] = sent;
  const status = style.shape === 'class' ? 'self.assertLess(response.status_code, 500)' : undefined;
  return {
    subject: `${request.method}_${path}`.replace(/\W+/g, '_').replace(/_{2,}/g, '_').replace(/_$/, ''),
    title: 'does_not_fail_with_a_server_error',
    imports,
    lines: [...lines, `response = ${first}`, ...rest, status ?? 'assert response.status_code < 500'],
    fixtures,
  };
}

interface Client {
  readonly imports: readonly string[];
  readonly lines: readonly string[];
  readonly client: string;
  readonly fixtures: readonly string[];
}

function clientOf(app: WebApp, source: AppSource, style: PythonStyle): Client {
  if (source.fixture) return { imports: [], lines: [], client: 'client', fixtures: ['client'] };
  if (app.framework === 'django') return djangoClient(app, style);
  const { module, borrowed } = source;
  const imports = borrowed?.imports ?? [`from ${module} import ${app.name}`];
  const made = borrowed?.made.expression ?? (app.shape === 'factory' ? `${app.name}()` : app.name);
  const before = (borrowed?.made.statements ?? []).flatMap(statement => statement.split('\n'));
  if (app.framework === 'starlette') {
    const helper = 'from starlette.testclient import TestClient';
    return { imports: [helper, ...imports], lines: before, client: `TestClient(${made})`, fixtures: [] };
  }
  const own = made === app.name ? [] : [`app = ${made}`];
  const name = made === app.name ? app.name : 'app';
  const lines = [...before, ...own, `${name}.testing = True`];
  return { imports, lines, client: `${name}.test_client()`, fixtures: [] };
}

function djangoClient(app: WebApp, style: PythonStyle): Client {
  const quoted = (text: string) => pythonString(text, style.quote);
  return {
    imports: ['import os', 'import django', 'from django.test import Client'],
    lines: [
      `os.environ.setdefault(${quoted('DJANGO_SETTINGS_MODULE')}, ${quoted(app.name)})`,
      'django.setup()',
    ],
    client: 'Client()',
    fixtures: [],
  };
}

/** Keyword arguments for headers and body, in the way of the app's client. */
function optionsOf(app: WebApp, request: ReplayRequest, style: PythonStyle): string[] | undefined {
  const write = (value: unknown) => pythonSource(redact(capturedValue(value)), style, () => undefined);
  const type = request.headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const headers = request.headers.filter(([name]) => name !== 'content-type');
  const options: string[] = [];
  if (request.body !== undefined && request.method !== 'GET' && request.method !== 'HEAD') {
    const body = write(request.body);
    if (body === undefined) return undefined;
    const form = /x-www-form-urlencoded|multipart\/form-data/.test(type);
    const json = !form && (typeof request.body !== 'string' || type.includes('json'));
    if (json && app.framework !== 'django') options.push(`json=${body}`);
    else options.push(`data=${body}`);
    const told = json ? 'application/json' : type;
    if (!form && (app.framework === 'django' || (!json && app.framework === 'flask')) && told !== '')
      options.push(`content_type=${pythonString(told, style.quote)}`);
  }
  if (headers.length === 0) return options;
  if (app.framework === 'django') {
    const named = headers.map(([name, value]) => {
      return `HTTP_${name.toUpperCase().replaceAll('-', '_')}=${pythonString(value, style.quote)}`;
    });
    return [...options, ...named];
  }
  const given = write(Object.fromEntries(headers));
  return given === undefined ? options : [...options, `headers=${given}`];
}

/** Whether the tests in a folder share a fixture of this name. */
export async function hasFixture(context: VerifyContext, folder: string, name: string): Promise<boolean> {
  const fixture = /^@pytest\.fixture\b[^\n]*\n(?:async )?def (\w+)\(/gm;
  for (const above of foldersAbove(inFolder(folder, 'x'))) {
    const text = await context.sources.read(inFolder(above, 'conftest.py'));
    if ([...(text ?? '').matchAll(fixture)].some(found => found[1] === name)) return true;
  }
  return false;
}
