import assert from 'node:assert/strict';
import { isOwnSource, sourceFile } from './source-files.ts';

describe('the name of a source', () => {
  it('becomes the path in the project, whoever wrote the map', () => {
    const cases: [name: string, file: string][] = [
      ['../src/cart.ts', 'src/cart.ts'],
      ['../../../packages/shop/src/../src/cart.ts', 'packages/shop/src/cart.ts'],
      ['./cart.ts', 'cart.ts'],
      ['src\\cart.ts', 'src/cart.ts'],
      ['/srv/app/src/cart.ts', '/srv/app/src/cart.ts'],
      ['https://cdn.example/src/cart.ts', 'https://cdn.example/src/cart.ts'],
      ['webpack://shop/./src/cart.ts', 'src/cart.ts'],
      ['webpack://@acme/shop/./src/cart.ts?a1b2', 'src/cart.ts'],
      ['webpack:///./src/cart.ts', 'src/cart.ts'],
      ['webpack:///src/cart.ts?0f3c', 'src/cart.ts'],
      ['webpack://_N_E/(rsc)/./src/app/page.tsx', 'src/app/page.tsx'],
      ['turbopack:///[project]/src/app/page.tsx', 'src/app/page.tsx'],
      ['webpack-internal:///./node_modules/react/index.js', 'node_modules/react/index.js'],
      ['', '<unknown>'],
      ['../..', '<unknown>'],
    ];
    for (const [name, file] of cases) assert.equal(sourceFile(name), file, name);
  });

  it('tells own code from that of others and of bundlers', () => {
    for (const own of ['../src/cart.ts', 'webpack://shop/./src/cart.ts', 'cart.ts', '/srv/app/src/cart.ts']) {
      assert.equal(isOwnSource(own), true, own);
    }
    for (const other of [
      '../node_modules/left-pad/index.js',
      'webpack://shop/./node_modules/react/index.js',
      'webpack://shop/webpack/bootstrap',
      'webpack:///(webpack)/buildin/module.js',
      'webpack://shop/external "react"',
      '\0commonjsHelpers.js',
      '',
    ]) {
      assert.equal(isOwnSource(other), false, other);
    }
  });
});
