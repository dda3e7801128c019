import path from 'node:path';
import { runHarness } from './run-tests.ts';
import { framesBy, type Toolchain } from './toolchain.ts';

const frame = /^ +File "([^"]+)", line (\d+)/;

export const python: Toolchain = {
  language: 'python',
  isSource: file =>
    file.endsWith('.py') && !/(?:^|\/)(?:tests?|docs?|examples?|tools|setup|conftest)\b/.test(file),
  isTest: file => /(?:^|\/)tests?\/(?:.*\/)?(?:test_[^/]*|[^/]*_test|tests)\.py$|^tests?\.py$/.test(file),
  run: (folder, tests, signal) =>
    runHarness({
      command: 'python3',
      args: [
        '-m',
        'pytest',
        '-q',
        '--tb=no',
        '-p',
        'no:cacheprovider',
        '-p',
        'errata_capture',
        '-o',
        'addopts=',
        '-W',
        'ignore',
        '--continue-on-collection-errors',
        ...tests,
      ],
      folder,
      env: {
        PYTHONPATH: [path.join(folder, 'src'), folder, path.join(import.meta.dirname, 'harness')].join(':'),
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONHASHSEED: '0',
      },
      signal,
    }),
  check: async tests => ({
    command: [
      ...['env', 'PYTHONPATH=src:.', 'PYTHONHASHSEED=0', 'python3', '-B', '-m', 'pytest', '-q'],
      ...['-p', 'no:cacheprovider', '-o', 'addopts=', '-W', 'ignore', ...tests],
    ],
    files: {},
  }),
  frames: text => framesBy(text, frame, line => !line.startsWith('    ')).reverse(),
};
