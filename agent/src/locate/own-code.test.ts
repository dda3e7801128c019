import assert from 'node:assert/strict';
import type { Frame } from '@errata/protocol/event';
import type { SourceTree } from '../git/source-tree.ts';
import { matchFiles } from './match-files.ts';
import { withTree } from './scratch-tree.ts';

/** The file that each frame is found to mean. */
function filesOf(
  files: Readonly<Record<string, string>>,
  frames: readonly Frame[],
  prepare: (tree: SourceTree) => void = () => undefined,
): Promise<(string | undefined)[]> {
  return withTree(files, async tree => {
    prepare(tree);
    return (await matchFiles(frames, tree)).map(answer => answer.candidates?.[0]?.file);
  });
}

describe('own code', () => {
  it('takes nothing of others for its own because it is called the same', async () => {
    const files = {
      'events.js': 'x()\n',
      'mod.ts': 'x()\n',
      'src/option.rs': 'fn unwrap() {}\n',
      'http/server.go': 'package http\n',
      'src/Kernel.php': '<?php\n',
      'json/decoder.py': 'def decode():\n    pass\n',
      'lib/router/index.js': 'x()\n',
    };
    const reported = [
      'events.js',
      'https://deno.land/x/oak@v1/mod.ts',
      'library/core/src/option.rs',
      '/usr/local/go/src/net/http/server.go',
      'C:/Program Files/Go/src/net/http/server.go',
      '/srv/vendor/symfony/http-kernel/src/Kernel.php',
      '/opt/conda/envs/x/lib/python3.11/json/decoder.py',
      'C:\\Python312\\Lib\\json\\decoder.py',
      'https://unpkg.com/router/lib/router/index.js',
      '/app/node_modules/express/lib/router/index.js',
      '/root/.nuget/packages/x/1.0.0/http/server.go',
    ];
    const frames = reported.map(file => ({ file, line: 1, inApp: true }));
    const found = await filesOf(files, frames);
    assert.deepEqual(
      found,
      frames.map(() => undefined),
    );
  });

  it('knows the code of a language itself where that is the repository', async () => {
    const files = {
      'Lib/json/decoder.py': 'def decode():\n    raise x\n',
      'src/net/http/server.go': 'package http\n',
      'library/core/src/option.rs': 'fn unwrap() {}\n',
    };
    const found = await filesOf(files, [
      { file: '/usr/lib/python3.11/json/decoder.py', line: 2, inApp: false, contextLine: '    raise x' },
      { file: '/usr/local/go/src/net/http/server.go', line: 1, inApp: false },
      { file: 'library/core/src/option.rs', line: 1, inApp: false },
    ]);
    assert.deepEqual(found, Object.keys(files));
  });

  it('reads no file for frames whose paths are decisive', async () => {
    const files = { 'src/orders/cart.ts': 'x()\n', 'src/orders/tax.ts': 'x()\n', 'lib/cart.ts': 'y()\n' };
    let reads = 0;
    const frames = ['cart', 'tax'].map(name => ({
      file: `/app/src/orders/${name}.ts`,
      line: 1,
      inApp: true,
      contextLine: 'x()',
    }));
    const found = await filesOf(files, frames, tree => {
      const read = tree.read.bind(tree);
      tree.read = file => {
        reads++;
        return read(file);
      };
    });
    assert.deepEqual(found, ['src/orders/cart.ts', 'src/orders/tax.ts']);
    assert.equal(reads, 0);
  });

  it('is found by what a TypeScript project says of its folders', async () => {
    const files = {
      'server/tsconfig.json':
        '{ /* Node */ "compilerOptions": { "outDir": "../run/api", "rootDir": "code", } }',
      'server/code/start.ts': 'x();\n',
      'client/start.ts': 'x();\n',
      'tools/start.ts': 'x();\n',
    };
    const [file] = await filesOf(files, [{ file: '/srv/run/api/start.js', line: 9, inApp: true }]);
    assert.equal(file, 'server/code/start.ts');
  });
});
