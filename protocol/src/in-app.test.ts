import assert from 'node:assert/strict';
import { isInApp } from './in-app.ts';

describe('isInApp', () => {
  it('takes for foreign what lies where packages and standard libraries lie', () => {
    for (const file of [
      '/srv/app/node_modules/express/index.js',
      'file:///srv/app/node_modules/.pnpm/x/y.js',
      'node:internal/timers',
      'internal/modules/cjs/loader.js',
      '<anonymous>',
      '<frozen importlib._bootstrap>',
      'native',
      '/usr/lib/python3.12/json/decoder.py',
      'C:\\Python312\\Lib\\json\\decoder.py',
      '/venv/lib/python3.11/site-packages/django/core.py',
      'webpack:///webpack/bootstrap',
      '',
    ]) {
      assert.equal(isInApp(file), false, file);
    }
  });

  it('takes everything else for the user’s own', () => {
    for (const file of [
      '/srv/app/lib/cart.py',
      'src/native.ts',
      'C:\\shop\\a.js',
      'webpack:///./src/a.ts',
      'internal/a.go',
    ]) {
      assert.equal(isInApp(file), true, file);
    }
  });
});
