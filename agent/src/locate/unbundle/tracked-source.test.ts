import assert from 'node:assert/strict';
import { trackedSource } from './tracked-source.ts';

const tracked = new Set([
  'src/cart.ts',
  'src/App.vue',
  'packages/web/src/cart.ts',
  'packages/web/src/lib/Price.svelte',
  'shop/src/only-here.ts',
  'app/(shop)/page.tsx',
]);

describe('trackedSource', () => {
  const find = (source: string, folder = 'packages/web/dist/assets') =>
    trackedSource(source, { root: '/home/ada/shop', folder, has: async file => tracked.has(file) });

  it('knows a source by its place relative to the map, and else to the project around that', async () => {
    const told: [string, string | undefined][] = [
      ['../../src/cart.ts', 'packages/web/src/cart.ts'],
      ['../../../../src/cart.ts', 'src/cart.ts'],
      ['src/cart.ts', 'packages/web/src/cart.ts'],
      ['webpack:///./src/cart.ts', 'packages/web/src/cart.ts'],
      ['webpack:///src/lib/Price.svelte?4a5b', 'packages/web/src/lib/Price.svelte'],
      ['webpack://web/./src/App.vue?vue&type=script&lang=js', 'src/App.vue'],
      ['webpack://@acme/shop/src/cart.ts', 'packages/web/src/cart.ts'],
      ['webpack://shop/./src/only-here.ts', 'shop/src/only-here.ts'],
      ['webpack://_N_E/app/(shop)/page.tsx', 'app/(shop)/page.tsx'],
      ['webpack-internal:///(app-pages-browser)/./src/cart.ts', 'packages/web/src/cart.ts'],
      ['/src/cart.ts', 'packages/web/src/cart.ts'],
      ['file:///home/ada/shop/src/cart.ts', 'src/cart.ts'],
      ['/home/ada/shop/src/cart.ts', 'src/cart.ts'],
      ['../node_modules/cart/src/cart.ts', undefined],
      ['webpack/bootstrap', undefined],
      ['../../../../../../etc/passwd', undefined],
      ['', undefined],
      ['\0vite/preload-helper.js', undefined],
      [`${'../'.repeat(300_000)}src/cart.ts`, undefined],
    ];
    for (const [source, file] of told) assert.equal(await find(source), file, source.slice(0, 80));
    assert.equal(await find('./src/cart.ts', '.'), 'src/cart.ts');
  });
});
