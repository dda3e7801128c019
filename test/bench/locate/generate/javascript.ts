import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runHarness } from './run-tests.ts';
import { framesBy, type Toolchain } from './toolchain.ts';

const frame = /^ +at (?:.*\()?(?:file:\/\/)?(\/[^:()]+):(\d+):\d+\)?$/;

/** Where what checks lies while it runs. */
const hidden = '.errata-check';

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
    const harness = path.join(import.meta.dirname, 'harness');
    await copyFile(path.join(harness, 'mocha.cjs'), runner);
    await copyFile(
      path.join(harness, 'captured-variables.cjs'),
      path.join(path.dirname(runner), 'captured-variables.cjs'),
    );
    return runHarness({
      command: process.execPath,
      args: ['--stack-trace-limit=30', runner, ...tests.map(test => path.join(folder, test))],
      folder,
      signal,
    });
  },
  async check(tests, files) {
    const runner = await readFile(path.join(import.meta.dirname, 'harness/mocha.cjs'), 'utf8');
    const place = `${hidden}/mocha.cjs`;
    return {
      command: ['env', `ERRATA_WANTED=${JSON.stringify(tests)}`, 'node', place, ...files],
      files: { [place]: runner },
    };
  },
  frames: text => framesBy(text, frame, () => true),
};
