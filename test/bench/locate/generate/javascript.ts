import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runHarness } from './run-tests.ts';
import { framesBy, type Toolchain } from './toolchain.ts';

const frame = /^ +at (?:.*\()?(?:file:\/\/)?(\/[^:()]+):(\d+):\d+\)?$/;

export const javascript: Toolchain = {
  language: 'javascript',
  isSource: file =>
    /\.[cm]?js$/.test(file) &&
    !/(?:^|\/)(?:tests?|specs?|docs?|examples?|dist|build|vendor|browser|benchmarks?|support|website|node_modules)\//.test(
      file,
    ) &&
    !/(?:\.min|\.config|file|\.test|\.spec)\.[cm]?js$/.test(file),
  isTest: file =>
    /(?:^|\/)tests?\/[^_].*\.[cm]?js$/.test(file) &&
    !/fixtures|browser|3rdparty|_files|bench|samples/.test(file),
  async run(folder, tests, signal) {
    const runner = path.join(folder, 'node_modules/mocha/lib/runner.js');
    await mkdir(path.dirname(runner), { recursive: true });
    await copyFile(path.join(import.meta.dirname, 'harness/mocha.cjs'), runner);
    return runHarness({
      command: process.execPath,
      args: ['--stack-trace-limit=30', runner, ...tests.map(test => path.join(folder, test))],
      folder,
      signal,
    });
  },
  frames: text => framesBy(text, frame, () => true),
};
