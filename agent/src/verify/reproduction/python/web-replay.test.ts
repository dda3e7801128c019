import assert from 'node:assert/strict';
import { languageOf } from '../../../language/languages.ts';
import type { ReplayRequest } from '../replay-request.ts';
import { learnPythonStyle } from './style.ts';
import { writeTestFile } from './test-file.ts';
import { type WebApp, webAppsIn } from './web-app.ts';
import { webReplay } from './web-replay.ts';

const functions = learnPythonStyle(
  { path: 'tests/test_x.py', text: 'def test_x():\n    assert f("a")\n', about: false },
  'pytest',
);

async function appsOf(text: string): Promise<WebApp[]> {
  const python = await languageOf('app.py');
  assert.ok(python);
  return webAppsIn('app.py', python, python.parse(text));
}

function replayed(app: WebApp, request: Partial<ReplayRequest>, fixture = false): string {
  const whole = { method: 'GET', path: '/', headers: [], body: undefined, ...request };
  const test = webReplay(app, whole, { module: 'shop.app', fixture }, functions);
  assert.ok(test);
  return writeTestFile(test, functions);
}

describe('apps of Python', () => {
  it('are found as instances and as factories', async () => {
    const apps = await appsOf(
      'import flask\n\napp = flask.Flask(__name__)\n\n\ndef create_app(config):\n    made = flask.Flask("x")\n    return made\n',
    );
    assert.deepEqual(
      apps.map(({ name, shape, needsArguments }) => [name, shape, needsArguments]),
      [
        ['create_app', 'factory', true],
        ['app', 'instance', false],
      ],
    );
  });

  it('are none that serve when they are imported, nor classes of the same name from elsewhere', async () => {
    assert.deepEqual(await appsOf('from flask import Flask\napp = Flask(__name__)\napp.run()\n'), []);
    assert.deepEqual(await appsOf('from bottle import Flask\napp = Flask(__name__)\n'), []);
  });
});

describe('requests replayed through the client of a framework', () => {
  const flask: WebApp = {
    file: 'shop/app.py',
    name: 'create_app',
    shape: 'factory',
    needsArguments: false,
    framework: 'flask',
  };

  it('are sent to what the factory of a Flask app makes', () => {
    assert.equal(
      replayed(flask, {
        method: 'POST',
        path: '/orders?dry=1',
        headers: [
          ['content-type', 'application/json'],
          ['x-tenant', 'north'],
        ],
        body: { note: 'gift', password: 'hunter2' },
      }),
      [
        'from shop.app import create_app',
        '',
        '',
        'def test_post_orders_does_not_fail_with_a_server_error():',
        '    app = create_app()',
        '    app.testing = True',
        '    response = app.test_client().post(',
        '        "/orders?dry=1",',
        '        json={"note": "gift", "password": "redacted"},',
        '        headers={"x-tenant": "north"},',
        '    )',
        '    assert response.status_code < 500',
        '',
      ].join('\n'),
    );
  });

  it('use the fixture that the project has', () => {
    assert.equal(
      replayed(flask, { path: '/' }, true),
      'def test_get_does_not_fail_with_a_server_error(client):\n    response = client.get("/")\n    assert response.status_code < 500\n',
    );
  });

  it('go to FastAPI through the client of Starlette, and to Django with its settings', () => {
    const fast = replayed({ ...flask, name: 'app', shape: 'instance', framework: 'starlette' }, {});
    assert.match(fast, /^from shop\.app import app\nfrom starlette\.testclient import TestClient\n/);
    assert.match(fast, /response = TestClient\(app\)\.get\("\/"\)/);
    const django = replayed(
      { ...flask, file: 'manage.py', name: 'site.settings', shape: 'settings', framework: 'django' },
      { method: 'PUT', path: '/a', headers: [['x-tenant', 'n']], body: { a: 1 } },
    );
    assert.match(django, /os\.environ\.setdefault\("DJANGO_SETTINGS_MODULE", "site\.settings"\)/);
    assert.match(
      django,
      /Client\(\)\.put\(\n {8}"\/a",\n {8}data=\{"a": 1\},\n {8}content_type="application\/json",\n {8}HTTP_X_TENANT="n",\n/,
    );
  });

  it('take nothing from a hostile request into code', () => {
    const text = replayed(flask, { method: 'POST', path: '/")\nimport os', body: '"""\n__import__("os")' });
    for (const line of text.split('\n')) assert.doesNotMatch(line, /^\s*(?:import os|__import__)/);
    assert.match(text, /data='"""\\n__import__\("os"\)'/);
  });
});
