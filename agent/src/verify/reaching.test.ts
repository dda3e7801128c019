import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifyContext } from './context.ts';
import type { TestPlan } from './frameworks/framework.ts';
import { baselineKey } from './kept-baselines.ts';
import { reachingTests } from './reaching.ts';

/** A context that only reads. */
function reading(files: Readonly<Record<string, string>>, dir = '/nowhere'): VerifyContext {
  return {
    sandbox: 'namespaces',
    dir,
    workspace: '/workspace',
    sources: { list: async () => Object.keys(files), read: async path => files[path] },
    tree: 'one',
    base: new Map(),
    run: () => Promise.reject(new Error('Nothing is run here.')),
  };
}

function planOf(testFiles: readonly string[]): TestPlan {
  return {
    framework: 'node:test',
    project: { language: 'javascript', folder: '', manifest: undefined, files: [] },
    testFiles,
    invocation: () => ({ files: new Map(), command: ['true'], cwd: '', env: {}, collect: [] }),
    read: () => undefined,
  };
}

describe('tests that reach a file', () => {
  it('are those known to call, then those that import it, the nearest first', async () => {
    const files = {
      'src/a.js': 'export const a = 1;\n',
      'src/b.js': "import { a } from './a.js';\nexport const b = a;\n",
      'test/far.test.js': "import '../src/b.js';\n",
      'test/near.test.js': "import { a } from '../src/a.js';\n",
      'test/other.test.js': "import 'node:fs';\n",
      'test/known.test.js': '',
    };
    const plan = planOf([
      'test/far.test.js',
      'test/near.test.js',
      'test/other.test.js',
      'test/known.test.js',
    ]);
    const tests = [{ file: 'test/known.test.js', line: 1, name: 'x', calls: 1, certain: true }];
    assert.deepEqual(await reachingTests(reading(files), plan, { files: ['src/a.js'], impact: { tests } }), [
      'test/known.test.js',
      'test/near.test.js',
      'test/far.test.js',
    ]);
  });

  it('need no import where a package is a folder', async () => {
    const files = {
      'cart/cart.go': 'package cart\n',
      'cart/cart_test.go': 'package cart\n',
      'mail/mail_test.go': 'package mail\n',
      'src/main/java/com/shop/Cart.java': 'package com.shop;\n',
      'src/test/java/com/shop/CartTest.java': 'package com.shop;\n',
      'src/test/java/com/mail/MailTest.java': 'package com.mail;\n',
    };
    const plan = planOf(Object.keys(files).filter(file => /[Tt]est\./.test(file)));
    const context = reading(files);
    assert.deepEqual(await reachingTests(context, plan, { files: ['cart/cart.go'] }), ['cart/cart_test.go']);
    assert.deepEqual(await reachingTests(context, plan, { files: ['src/main/java/com/shop/Cart.java'] }), [
      'src/test/java/com/shop/CartTest.java',
    ]);
  });
});

describe('what a kept baseline depends on', () => {
  it('is the tree, the command and what lies beside it, not what is tracked', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'errata-key-'));
    try {
      await writeFile(join(dir, 'a.js'), '1');
      const context = reading({ 'a.js': '1' }, dir);
      const plan = planOf([]);
      const first = await baselineKey(context, plan);
      assert.ok(first !== undefined);
      await writeFile(join(dir, 'a.js'), 'edited, but the runs start from HEAD');
      assert.equal(await baselineKey(context, plan), first);
      assert.notEqual(await baselineKey({ ...context, tree: 'two' }, plan), first);
      const other = { ...plan, invocation: () => ({ ...plan.invocation(), command: ['false'] }) };
      assert.notEqual(await baselineKey(context, other), first);
      await writeFile(join(dir, 'installed'), 'x');
      assert.notEqual(await baselineKey(context, plan), first);
      const { tree: _, ...nameless } = context;
      assert.equal(await baselineKey(nameless, plan), undefined);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
